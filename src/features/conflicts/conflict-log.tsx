'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { parseAsString, useQueryState, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useMinute } from '../records/use-minute.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { LogFilterBar } from './log-filter-bar.tsx';
import { isLogFiltered, type LogParams, logFilter, logParams, noLogFilters } from './log-filters.ts';
import { LogPanel } from './log-panel.tsx';
import { LogTable } from './log-table.tsx';
import { VerdictBreakdown } from './verdict-breakdown.tsx';

const pageSize = 50;

/** Everything that rules and people decided: who won, by which rule of which version, and why. */
export function ConflictLog() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(logParams, { history: 'push' });
  const [openSeq, setOpenSeq] = useQueryState('line', parseAsString);
  // Cursors of the pages before this one; a shared link to a later page has none.
  const [before, setBefore] = useState<(string | null)[]>([]);
  const now = useMinute();
  const filter = logFilter(params, now);
  const list = useQuery(
    trpc.record.list.queryOptions(
      { workspace: slug, filter, cursor: params.cursor ?? undefined, limit: pageSize },
      { placeholderData: keepPreviousData, refetchInterval: params.cursor ? false : 5_000 },
    ),
  );
  const counts = useQuery(
    trpc.conflict.counts.queryOptions(
      { workspace: slug, filter },
      { placeholderData: keepPreviousData, refetchInterval: 15_000 },
    ),
  );
  // What can be filtered for does not become less by filtering.
  const { flow, lane } = params;
  const every = useQuery(
    trpc.conflict.counts.queryOptions(
      { workspace: slug, filter: logFilter({ ...noLogFilters, flow, lane }, now) },
      { placeholderData: keepPreviousData },
    ),
  );
  const set = (change: Partial<LogParams>) => {
    setBefore([]);
    void setOpenSeq(null);
    void setParams({ ...change, cursor: null });
  };
  const distinct = (of: 'left' | 'rule') => [...new Set(every.data?.verdicts.map((each) => each[of]))].sort();
  const page = list.data;
  const opened = page?.entries.find(({ seq }) => seq === openSeq);
  const error = errorParts(list.error ?? counts.error);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <LogFilterBar
        params={params}
        known={{ fields: distinct('left'), rules: distinct('rule') }}
        set={set}
        clear={() => set(noLogFilters)}
      />
      {counts.data ? <VerdictBreakdown counts={counts.data} onNarrow={set} /> : null}
      <div className="flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto" aria-busy={list.isFetching}>
          {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
          {list.isPending ? <SkeletonRows rows={12} label="Loading decided conflicts" /> : null}
          {page && page.entries.length > 0 ? (
            <LogTable
              rows={page.entries}
              field={params.field}
              openSeq={openSeq}
              onOpen={({ seq }) => void setOpenSeq(seq === openSeq ? null : seq)}
            />
          ) : null}
          {page && page.entries.length === 0 ? (
            isLogFiltered(params) || params.cursor ? (
              <EmptyState
                icon={<Scale />}
                title="No decided conflict matches these filters"
                actions={<Button onClick={() => set(noLogFilters)}>Clear all filters</Button>}
              />
            ) : (
              <EmptyState icon={<Scale />} title="No conflict was decided yet">
                When both sides change the same field, the flow’s rule decides, and what it decided and why is
                kept here.
              </EmptyState>
            )
          ) : null}
        </div>
        {opened ? <LogPanel key={opened.seq} row={opened} onClose={() => void setOpenSeq(null)} /> : null}
      </div>
      {page && (page.next || params.cursor) ? (
        <Pagination
          summary={before.length > 0 ? `Page ${before.length + 1}` : params.cursor ? 'Older' : 'Newest'}
          onPrevious={
            params.cursor
              ? () => {
                  void setParams({ cursor: before.at(-1) ?? null });
                  setBefore(before.slice(0, -1));
                }
              : undefined
          }
          onNext={
            page.next
              ? () => {
                  setBefore([...before, params.cursor]);
                  void setParams({ cursor: page.next });
                }
              : undefined
          }
        />
      ) : null}
    </div>
  );
}
