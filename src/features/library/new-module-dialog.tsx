'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useState } from 'react';
import { CodeName } from '#core/flow/flow-graph.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

const starter = (description: string) =>
  `/**\n * ${description.trim() || 'What this module is for.'}\n */\nexport function example(value: string): string {\n  return value.trim();\n}\n`;

/** Makes a module with a first version to start from. */
export function NewModuleDialog({ onClose }: { onClose: () => void }) {
  const { slug: workspace, path } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const form = useId();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const save = useMutation(
    trpc.library.save.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.library.pathFilter());
        router.push(path(`/library/${name}`));
      },
    }),
  );
  const error = errorParts(save.error);
  const valid = CodeName.safeParse(name).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!valid) return;
    save.mutate({ workspace, name, source: starter(description), after: null, message: 'First version' });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="New module"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            disabled={!valid}
            loading={save.isPending || save.isSuccess}
          >
            Make module
          </Button>
        </>
      }
    >
      <form id={form} className="flex flex-col gap-3" onSubmit={submit}>
        <Field
          label="Name"
          required
          hint={
            <>
              Code imports it as <code>library/{name || 'name'}</code>. The name stays.
            </>
          }
          error={name === '' || valid ? null : 'Letters, digits, - and _ only, a letter first.'}
        >
          <Input mono value={name} maxLength={64} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="What it is for" hint="Its first comment, which is shown in the list.">
          <Input
            value={description}
            maxLength={300}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        {error ? <ErrorNotice error={error} /> : null}
      </form>
    </Dialog>
  );
}
