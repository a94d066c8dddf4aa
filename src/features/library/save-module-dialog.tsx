'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { ModulePins } from '#core/code/pin-modules.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { movableFlows } from './movable-flows.ts';

type Saved = ApiOutput['library']['save'];

/** Says what a new version touches, and saves it. */
export function SaveModuleDialog({
  name,
  base,
  source,
  imports,
  onClose,
  onCompare,
  onSaved,
}: {
  name: string;
  /** The version that the text was begun from. */
  base: number;
  source: string;
  imports: ModulePins;
  onClose: () => void;
  onCompare: (from: number, to: number) => void;
  /** @param touched are there drafts that could move to it? */
  onSaved: (saved: Saved, touched: boolean) => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const form = useId();
  const [message, setMessage] = useState('');
  /** The version that this one is saved over: another one after somebody else's was looked at. */
  const [after, setAfter] = useState(base);
  const uses = useQuery(trpc.library.uses.queryOptions({ workspace, name }, { refetchOnMount: 'always' }));
  const save = useMutation(
    trpc.library.save.mutationOptions({
      onSuccess: async (saved) => {
        const { version, created } = saved;
        await client.invalidateQueries(trpc.library.pathFilter());
        if (created) toast.success(`Version ${version} of ${name} is saved.`);
        else toast.success(`Version ${version} of ${name} says the same already.`);
        onSaved(saved, uses.data !== undefined && movableFlows(uses.data, version).length > 0);
      },
    }),
  );
  const error = errorParts(save.error);
  const newer = error?.code === 'MODULE_STALE' ? newerVersion(error.detail) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ workspace, name, source, imports, message, after });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Save version ${after + 1} of ${name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} loading={save.isPending}>
            Save version {after + 1}
          </Button>
        </>
      }
    >
      <form id={form} className="flex flex-col gap-3" onSubmit={submit}>
        <Field label="What has changed">
          <Input
            value={message}
            maxLength={500}
            placeholder="Umlauts stay as they are"
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
        {uses.data ? <Touches uses={uses.data} /> : null}
        {error ? (
          <ErrorNotice
            error={newer === null ? error : { ...error, detail: null }}
            actions={
              newer === null ? null : (
                <>
                  <Button size="sm" onClick={() => onCompare(after, newer)}>
                    What version {newer} changed
                  </Button>
                  <Button
                    size="sm"
                    onClick={() => {
                      setAfter(newer);
                      save.reset();
                    }}
                  >
                    Save over version {newer}
                  </Button>
                </>
              )
            }
          />
        ) : null}
      </form>
    </Dialog>
  );
}

/** Which flows keep an older version. */
function Touches({ uses: { flows, modules } }: { uses: ApiOutput['library']['uses'] }) {
  if (flows.length === 0 && modules.length === 0) return <p className="text-ink-3">Nothing uses it yet.</p>;
  return (
    <div>
      <p className="text-ink-2">
        Nothing changes by itself: these keep the version that they use until you move them.
      </p>
      <ul aria-label="What uses it" className="mt-2 max-h-52 overflow-y-auto rounded-md border border-line">
        {flows.map(({ id, name, draft, deployed }) => (
          <li key={id} className="flex items-center gap-2 border-b border-line px-3 py-1.5 last:border-b-0">
            <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
            <span className="shrink-0 text-sm text-ink-3">
              {[
                ...(draft.length > 0 ? [`draft on ${versionsOf(draft)}`] : []),
                ...(deployed ? [`runs on ${versionsOf(deployed.uses)}`] : []),
              ].join(', ')}
            </span>
          </li>
        ))}
        {modules.map(({ name, imports }) => (
          <li key={name} className="flex items-center gap-2 border-b border-line px-3 py-1.5 last:border-b-0">
            <code className="min-w-0 flex-1 truncate">library/{name}</code>
            <span className="shrink-0 text-sm text-ink-3">imports v{imports}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function versionsOf(uses: readonly { version: number }[]): string {
  return [...new Set(uses.map(({ version }) => `v${version}`))].sort().join(' and ');
}

/** The version that somebody saved meanwhile, as the error's detail tells it. */
function newerVersion(detail: string | null): number {
  return (JSON.parse(detail ?? '{}') as { version: number }).version;
}
