'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { nodeTitle } from '#core/flow/node-title.ts';
import { makeTemplate } from '#core/templates/make-template.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC, useTRPCClient } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { toast } from '#ui/toast.tsx';
import { useSession } from '../session/use-session.tsx';

/** Keeps what is selected as a template of the workspace, new or in place of one that has the name. */
export function SaveTemplateDialog({ onClose }: { onClose: () => void }) {
  const { slug: workspace } = useWorkspace();
  const { editor } = useSession();
  const trpc = useTRPC();
  const api = useTRPCClient();
  const client = useQueryClient();
  const form = useId();
  const [body] = useState(() => makeTemplate(editor.graph, editor.selection.nodes));
  const [only] = body?.nodes ?? [];
  const [name, setName] = useState(body?.nodes.length === 1 && only ? nodeTitle(only) : '');
  const [description, setDescription] = useState('');
  const list = useQuery(trpc.template.list.queryOptions({ workspace }, { refetchOnMount: 'always' }));
  const known = list.data?.find((template) => template.name === name.trim());
  const save = useMutation({
    mutationFn: async () => {
      if (!body) return;
      const words = { name: name.trim(), description: description.trim() || known?.description || '' };
      if (known) {
        const { id, version } = known;
        await api.template.update.mutate({ workspace, id, version, ...words, body });
      } else await api.template.create.mutate({ workspace, ...words, body });
    },
    onSuccess: async () => {
      await client.invalidateQueries(trpc.template.pathFilter());
      toast.success(`${name.trim()} is a template.`, {
        description: 'The menu of steps offers it in every flow.',
      });
      onClose();
    },
  });
  const error = errorParts(save.error);
  const valid = name.trim() !== '' && body !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) save.mutate();
  };
  const steps = body?.nodes.length ?? 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Save as a template"
      description={`${steps === 1 ? 'The selected step' : `The ${steps} selected steps`}${
        body?.tables ? ', with the look-up tables that the code reads' : ''
      }. Flows that it is put into get a copy of their own.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={!valid} loading={save.isPending}>
            {known ? `Save as version ${known.version + 1}` : 'Save template'}
          </Button>
        </>
      }
    >
      <form id={form} className="flex flex-col gap-3" onSubmit={submit}>
        <Field
          label="Name"
          required
          hint={
            known
              ? `There is a template of this name: this takes its place as version ${known.version + 1}.`
              : undefined
          }
        >
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="What it is for">
          <Input
            value={description}
            maxLength={500}
            placeholder={known?.description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        {error ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}
