'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { SelectionBar } from '../bulk/selection-bar.tsx';
import { useRecordSelection } from '../bulk/use-record-selection.ts';
import { DebugLink } from '../records/debug-link.tsx';
import { RecordTable } from '../records/record-table.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

type Issue = ApiOutput['issue']['show']['issue'];

const pageSize = 25;

/** What can be done to lines of an issue. */
const actions = { failure: ['replay', 'ignore'], decision: ['replay', 'revert'] } as const;

const oneWay = { oneWay: true };
const bothWays = { oneWay: false };

type Which = 'open' | 'all';

function WhichRecords({
  issue,
  which,
  onChange,
}: {
  issue: Issue;
  which: Which;
  onChange: (which: Which) => void;
}) {
  return (
    <Segmented
      size="sm"
      label="Which records"
      value={which}
      onChange={onChange}
      options={[
        { value: 'open', label: `Out of line ${issue.openRecords.toLocaleString('en')}` },
        { value: 'all', label: `All ${issue.records.toLocaleString('en')}` },
      ]}
    />
  );
}

/** The lines of an issue: those that are out of line now, or all. */
export function IssueRecords({ issue }: { issue: Issue }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const [which, setWhich] = useQueryState(
    'records',
    parseAsStringLiteral(['open', 'all'] as const).withDefault(issue.kind === 'failure' ? 'open' : 'all'),
  );
  const [cursors, setCursors] = useState<string[]>([]);
  const filter: LedgerFilter = {
    issueId: issue.id,
    ...(which === 'open' ? { status: ['parked', 'failed', 'held'] } : {}),
  };
  const selection = useRecordSelection(filter);
  const list = useQuery(
    trpc.record.list.queryOptions(
      { workspace: slug, filter, cursor: cursors.at(-1), limit: pageSize },
      {
        placeholderData: keepPreviousData,
        // Lines that come do not push away what somebody is ticking.
        refetchInterval: cursors.length > 0 || selection.target ? false : 5_000,
      },
    ),
  );
  const count = useQuery(
    trpc.record.count.queryOptions(
      { workspace: slug, filter },
      { placeholderData: keepPreviousData, refetchInterval: 15_000 },
    ),
  );
  const error = errorParts(list.error);
  const page = list.data;
  return (
    <Card
      flush
      title="Its records"
      actions={
        issue.kind === 'failure' ? (
          <>
            {page?.entries[0] ? <DebugLink row={page.entries[0]} /> : null}
            <WhichRecords
              issue={issue}
              which={which}
              onChange={(next) => {
                setCursors([]);
                void setWhich(next);
              }}
            />
          </>
        ) : null
      }
    >
      {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows rows={5} label="Loading records" /> : null}
      <SelectionBar selection={selection} count={count.data} actions={actions[issue.kind]} />
      {page && page.entries.length > 0 ? (
        <RecordTable
          rows={page.entries}
          label="Records of the issue"
          ofIssue={issue.to === null ? bothWays : oneWay}
          selection={can('bulk.preview') ? selection : undefined}
        />
      ) : null}
      {page && page.entries.length === 0 ? (
        <EmptyState title={which === 'open' ? 'All of its records are in line' : 'No line is left of it'}>
          {which === 'open'
            ? 'None of them is parked or failed now.'
            : 'Its lines are older than what the ledger keeps.'}
        </EmptyState>
      ) : null}
      {page && (page.next || cursors.length > 0) ? (
        <Pagination
          summary={`Page ${cursors.length + 1}`}
          onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
          onNext={
            page.next && !list.isPlaceholderData
              ? () => page.next && setCursors([...cursors, page.next])
              : undefined
          }
        />
      ) : null}
    </Card>
  );
}
