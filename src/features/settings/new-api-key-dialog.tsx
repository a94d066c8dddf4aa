'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '#core/access/permissions.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { CodeBlock } from '#ui/code-block.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { grantableRoles, roleWords } from '../team/roles.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** Makes an API key and shows it once. */
export function NewApiKeyDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const create = useMutation(
    trpc.apiKey.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() }),
    }),
  );
  const close = (next: boolean) => {
    onOpenChange(next);
    if (!next) {
      create.reset();
      setName('');
    }
  };
  const submit = () => {
    if (name.trim() && !create.isPending)
      create.mutate({ workspace: workspace.slug, name: name.trim(), role });
  };
  const error = errorParts(create.error);
  const made = create.data;
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      size="sm"
      title={made ? 'Copy the key now' : 'New API key'}
      description={made ? 'It is shown this once; only its hash is kept.' : undefined}
      footer={
        made ? (
          <Button variant="primary" onClick={() => close(false)}>
            I have copied it
          </Button>
        ) : (
          <>
            <Button onClick={() => close(false)}>Cancel</Button>
            <Button variant="primary" disabled={!name.trim()} loading={create.isPending} onClick={submit}>
              Create key
            </Button>
          </>
        )
      }
    >
      {made ? (
        <CodeBlock code={made.key} label="Copy the key" />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Name" hint="What it is for, e.g. nightly deploy.">
            <Input value={name} maxLength={80} autoFocus onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="Role" hint={`${roleWords[role]}.`}>
            <Select
              value={role}
              onChange={setRole}
              options={grantableRoles(workspace.role).map(({ value, label }) => ({ value, label }))}
            />
          </Field>
          {error ? <ErrorNotice error={error} /> : null}
        </form>
      )}
    </Dialog>
  );
}
