'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { useRefreshFlow } from './use-flow-actions.ts';

/** Gives the flow another name. */
export function RenameDialog({
  flow,
  open,
  onClose,
}: {
  flow: { id: string; name: string };
  open: boolean;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const refresh = useRefreshFlow(flow.id);
  const [name, setName] = useState(flow.name);
  const rename = useMutation(
    trpc.flow.rename.mutationOptions({
      onSuccess: async () => {
        await refresh();
        onClose();
      },
    }),
  );
  const ready = name.trim() !== '' && name.trim() !== flow.name;
  const submit = () => ready && rename.mutate({ workspace, id: flow.id, name: name.trim() });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title="Rename flow"
      size="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!ready} loading={rename.isPending} onClick={submit}>
            Rename
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name" error={errorParts(rename.error)?.message ?? null}>
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
