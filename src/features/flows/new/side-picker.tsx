'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { connectorManifests } from '#connectors/registry.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { useConnections } from '#features/flow-editor/session/use-connections.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Combobox } from '#ui/combobox.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import type { ChosenSide } from './draw-guided.ts';

export type SideDraft = { connection: string; stream: string };

/** The side that a draft names, once its stream is known. */
export function useChosenSide(draft: SideDraft): {
  chosen: ChosenSide | null;
  streams: readonly StreamSchema[] | null;
  loading: boolean;
  error: ReturnType<typeof errorParts>;
  retry: () => void;
} {
  const trpc = useTRPC();
  const { slug: workspace } = useWorkspace();
  const query = useQuery(
    trpc.connection.streams.queryOptions(
      draft.connection === '' ? skipToken : { workspace, name: draft.connection },
      { staleTime: 60_000 },
    ),
  );
  const schema = query.data?.find((stream) => stream.name === draft.stream);
  return {
    chosen: schema ? { connection: draft.connection, schema } : null,
    streams: query.data ?? null,
    loading: query.isLoading,
    error: errorParts(query.error),
    retry: () => void query.refetch(),
  };
}

/** Chooses the connection and stream of one side. */
export function SidePicker({
  title,
  tone,
  draft,
  onChange,
}: {
  title: string;
  tone: 'left' | 'right';
  draft: SideDraft;
  onChange: (draft: SideDraft) => void;
}) {
  const { path } = useWorkspace();
  const connections = useConnections();
  const side = useChosenSide(draft);
  return (
    <fieldset className="flex min-w-0 flex-1 flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <legend className="sr-only">{title}</legend>
      <p
        aria-hidden
        className={tone === 'left' ? 'font-semibold text-side-left' : 'font-semibold text-side-right'}
      >
        {title}
      </p>
      <Field
        label="Connection"
        action={
          <Link href={path('/connections/new')} className="text-sm text-accent hover:underline">
            New connection
          </Link>
        }
      >
        <Combobox
          value={draft.connection === '' ? null : draft.connection}
          placeholder={connections.data?.length === 0 ? 'No connections yet' : 'Choose a connection'}
          searchPlaceholder="Search connections"
          options={(connections.data ?? []).map((connection) => ({
            value: connection.name,
            label: connection.name,
            hint: connectorManifests[connection.connector]?.label ?? connection.connector,
          }))}
          onChange={(connection) => onChange({ connection, stream: '' })}
        />
      </Field>
      <Field label="Stream" hint={side.loading ? 'Reading the streams…' : undefined}>
        <Combobox
          mono
          value={draft.stream === '' ? null : draft.stream}
          disabled={!side.streams}
          placeholder="Choose a stream"
          searchPlaceholder="Search streams"
          options={(side.streams ?? []).map((stream) => ({
            value: stream.name,
            label: stream.name,
            hint: stream.rowEstimate === null ? '' : `~${stream.rowEstimate.toLocaleString('en')} rows`,
          }))}
          onChange={(stream) => onChange({ ...draft, stream })}
        />
      </Field>
      {side.error ? <ErrorNotice error={side.error} onRetry={side.retry} /> : null}
    </fieldset>
  );
}
