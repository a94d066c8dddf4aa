'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Badge } from '#ui/badge.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { SampleRows } from './sample-rows.tsx';

const images = {
  full: 'The log holds complete old rows.',
  key: 'The log holds only the key of old rows; set REPLICA IDENTITY FULL for better conflict decisions.',
  none: 'The log holds no old rows.',
};

/** Traits of a field in words, e.g. `key`, `required`. */
function traits(field: Field, stream: StreamSchema): string[] {
  const reference = stream.references.find((candidate) => candidate.fields.includes(field.name));
  return [
    stream.uniques.some((unique) => unique.length === 1 && unique[0] === field.name) ? 'unique' : '',
    reference ? `refers to ${reference.stream}` : '',
    field.readOnly ? 'read-only' : '',
    !field.nullable && !field.hasDefault ? 'required' : '',
    field.hasDefault ? 'has a default' : '',
  ].filter(Boolean);
}

function columnsOf(stream: StreamSchema): Column<Field>[] {
  return [
    {
      id: 'name',
      header: 'Field',
      width: '30%',
      cell: (field) => (
        <span className="inline-flex items-center gap-1.5 align-top font-medium">
          {field.name}
          {stream.key.includes(field.name) ? (
            <KeyRound aria-label="Part of the key" className="size-3.5 text-ink-3" />
          ) : null}
        </span>
      ),
    },
    {
      id: 'type',
      header: 'Type',
      width: '30%',
      cell: (field) => <code className="text-ink-2">{field.nativeType}</code>,
    },
    {
      id: 'traits',
      header: 'Traits',
      cell: (field) => (
        <span className="inline-flex h-5 items-center gap-1 align-top">
          {traits(field, stream).map((trait) => (
            <Badge key={trait}>{trait}</Badge>
          ))}
        </span>
      ),
    },
  ];
}

/** One stream: its fields with native types, its key, and a few rows. */
export function StreamDetail({ connectionId, stream }: { connectionId: string; stream: StreamSchema }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const maySample = can('connection.sample');
  const sample = useQuery(
    trpc.connection.sample.queryOptions(
      { workspace: slug, id: connectionId, stream: stream.name, limit: 8 },
      { enabled: maySample, refetchOnWindowFocus: false },
    ),
  );
  const error = errorParts(sample.error);
  return (
    <>
      <header className="flex items-baseline gap-3 px-4 pt-4 pb-3">
        <h2 className="text-lg font-semibold">{stream.name}</h2>
        <p className="text-ink-3">
          {stream.rowEstimate === null ? '' : `about ${stream.rowEstimate.toLocaleString('en')} rows, `}
          {stream.fields.length} fields. {images[stream.beforeImage]}
        </p>
      </header>
      <div className="border-y border-line">
        <DataTable
          label={`Fields of ${stream.name}`}
          columns={columnsOf(stream)}
          rows={stream.fields}
          rowId={(field) => field.name}
        />
      </div>
      {maySample ? (
        <section className="pb-8">
          <h3 className="px-4 pt-5 pb-2 font-semibold">Some rows</h3>
          {error ? (
            <ErrorNotice className="mx-4" error={error} onRetry={() => void sample.refetch()} />
          ) : null}
          {sample.isPending ? <SkeletonRows rows={4} label="Loading rows" /> : null}
          {sample.data ? (
            <SampleRows stream={stream} rows={sample.data.rows} masked={sample.data.masked} />
          ) : null}
        </section>
      ) : null}
    </>
  );
}
