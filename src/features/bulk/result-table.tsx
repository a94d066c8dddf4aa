'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ShownResult } from '#core/masking/shown-result.ts';
import type { OutcomeCounts, RecordOutcome } from '#core/operations/record-outcome.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Select } from '#ui/select.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { isUnderWay, type Operation } from '../activity/use-operation.ts';
import { recordPath } from '../records/record-path.ts';
import { keyText } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { outcomeWords, presentCounts } from './bulk-words.ts';
import { outcomeTones } from './outcome-counts.tsx';

const pageSize = 50;

const columnsFor = (words: 'done' | 'preview'): Column<ShownResult>[] => [
  {
    id: 'record',
    header: 'Record',
    width: '22%',
    cell: ({ recordKey }) => <code>{keyText(recordKey)}</code>,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '190px',
    cell: ({ outcome }) => (
      <StatusDot tone={outcomeTones[outcome]} quiet={outcome === 'done'}>
        {outcomeWords[outcome][words]}
      </StatusDot>
    ),
  },
  {
    id: 'why',
    header: 'Why',
    cell: ({ code, detail }) => (
      <span title={detail}>
        {code ? <code className="mr-2 text-ink-3">{code}</code> : null}
        {detail}
      </span>
    ),
  },
];

/** What became of each record of a bulk action, page by page. */
export function ResultTable({ operation, counts }: { operation: Operation; counts: OutcomeCounts | null }) {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const [outcome, setOutcome] = useState<RecordOutcome | 'all'>('all');
  const [cursors, setCursors] = useState<string[]>([]);
  const page = useQuery(
    trpc.bulk.results.queryOptions(
      {
        workspace: slug,
        id: operation.id,
        ...(outcome === 'all' ? {} : { outcome }),
        cursor: cursors.at(-1),
        limit: pageSize,
      },
      {
        placeholderData: keepPreviousData,
        refetchInterval: isUnderWay(operation) && cursors.length === 0 ? 2_000 : false,
      },
    ),
  );
  const underWay = isUnderWay(operation);
  const wasUnderWay = useRef(underWay);
  const { refetch } = page;
  useEffect(() => {
    // What was read last is from before its end.
    if (wasUnderWay.current && !underWay) void refetch();
    wasUnderWay.current = underWay;
  }, [underWay, refetch]);
  const words = operation.input.dryRun === true ? 'preview' : 'done';
  const choices = counts ? presentCounts(counts) : [];
  const error = errorParts(page.error);
  const { records = [], next = null } = page.data ?? {};
  return (
    <Section>
      <div className="flex items-center gap-3 px-4 py-2">
        <h2 className="flex-1 text-lg font-semibold">Records</h2>
        <div className="w-64">
          <Select
            label="Outcome"
            value={outcome}
            onChange={(value) => {
              setOutcome(value);
              setCursors([]);
            }}
            options={[
              { value: 'all', label: 'Every outcome' },
              ...choices.map(([value, count]) => ({
                value,
                label: outcomeWords[value][words],
                hint: count.toLocaleString('en'),
              })),
            ]}
          />
        </div>
      </div>
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void page.refetch()} /> : null}
      {records.length > 0 ? (
        <DataTable
          label="What became of each record"
          columns={columnsFor(words)}
          rows={records}
          rowId={({ laneId, recordKey }) => `${laneId} ${recordKey}`}
          rowLabel={({ recordKey, outcome: each }) => `${each}: record ${keyText(recordKey)}`}
          href={({ laneId, recordKey }) => path(recordPath(laneId, recordKey))}
        />
      ) : page.isSuccess ? (
        <p className="border-t border-line px-4 py-3 text-ink-3">No record has a result yet.</p>
      ) : null}
      {next || cursors.length > 0 ? (
        <div className="flex justify-end gap-2 px-4 py-2">
          <Button disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
            Previous
          </Button>
          <Button
            disabled={!next || page.isPlaceholderData}
            onClick={() => next && setCursors([...cursors, next])}
          >
            Next
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function Section({ children }: { children: React.ReactNode }) {
  return (
    <section aria-label="Records" className="overflow-hidden rounded-lg border border-line bg-surface">
      {children}
    </section>
  );
}
