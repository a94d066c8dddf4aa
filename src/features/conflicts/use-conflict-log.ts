'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { useRecordSelection } from '../bulk/use-record-selection.ts';
import { useMinute } from '../records/use-minute.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { type LogParams, logFilter, logParams, noLogFilters } from './log-filters.ts';

const pageSize = 50;

/** The log of decided conflicts as the address narrows it: its page, its counts, and the line that is open. */
export function useConflictLog() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(logParams, { history: 'push' });
  const [openSeq, setOpenSeq] = useQueryState('line', parseAsString);
  // Cursors of the pages before this one; a shared link to a later page has none.
  const [before, setBefore] = useState<(string | null)[]>([]);
  const now = useMinute();
  const filter = logFilter(params, now);
  const selection = useRecordSelection(filter, { ...params, cursor: null });
  const list = useQuery(
    trpc.record.list.queryOptions(
      { workspace: slug, filter, cursor: params.cursor ?? undefined, limit: pageSize },
      {
        placeholderData: keepPreviousData,
        // Lines that come do not push away what somebody is ticking or reading.
        refetchInterval: params.cursor || selection.target || openSeq ? false : 5_000,
      },
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
  const distinct = (of: 'left' | 'rule') => [...new Set(every.data?.verdicts.map((each) => each[of]))].sort();
  const next = list.isPlaceholderData ? null : list.data?.next;
  return {
    params,
    filter,
    list,
    counts,
    selection,
    /** Fields and rules that the log has. */
    known: { fields: distinct('left'), rules: distinct('rule') },
    openSeq,
    open: (seq: string | null) => void setOpenSeq(seq === openSeq ? null : seq),
    set(change: Partial<LogParams>) {
      setBefore([]);
      void setOpenSeq(null);
      void setParams({ ...change, cursor: null });
    },
    pages: {
      summary: before.length > 0 ? `Page ${before.length + 1}` : params.cursor ? 'Older' : 'Newest',
      onPrevious: params.cursor
        ? () => {
            void setParams({ cursor: before.at(-1) ?? null });
            setBefore(before.slice(0, -1));
          }
        : undefined,
      onNext: next
        ? () => {
            setBefore([...before, params.cursor]);
            void setParams({ cursor: next });
          }
        : undefined,
    },
  };
}
