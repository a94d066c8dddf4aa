'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** The workspace's name; its address stays. */
export function WorkspaceName() {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState(workspace.name);
  const rename = useMutation(
    trpc.workspace.rename.mutationOptions({
      onSuccess: () => {
        toast.success('Saved');
        router.refresh();
      },
    }),
  );
  const may = workspace.can('workspace.rename');
  const error = errorParts(rename.error);
  const changed = name.trim() !== '' && name.trim() !== workspace.name;
  return (
    <Card title="Workspace">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed) rename.mutate({ workspace: workspace.slug, name: name.trim() });
        }}
      >
        <Field
          label="Name"
          hint={
            <>
              Its address stays <code>/w/{workspace.slug}</code>.
            </>
          }
        >
          <Input
            value={name}
            maxLength={80}
            disabled={!may}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {error ? <ErrorNotice error={error} /> : null}
        {may ? (
          <Button type="submit" className="self-start" disabled={!changed} loading={rename.isPending}>
            Save
          </Button>
        ) : null}
      </form>
    </Card>
  );
}
