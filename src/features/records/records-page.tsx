'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Rows3 } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button, buttonClasses } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { SelectionBar } from '../bulk/selection-bar.tsx';
import { useRecordSelection } from '../bulk/use-record-selection.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ExportMenu } from './export-menu.tsx';
import { RecordFilterBar } from './record-filter-bar.tsx';
import { isFiltered, ledgerFilter, noFilters, recordParams } from './record-filters.ts';
import { RecordTable } from './record-table.tsx';
import { SearchedTo } from './searched-to.tsx';
import { useMinute } from './use-minute.ts';

const pageSize = 50;
const actions = ['replay', 'revert', 'resolve', 'ignore'] as const;

function countWords(count: { count: number; estimated: boolean } | undefined): string {
  if (!count) return '';
  return `${count.estimated ? 'about ' : ''}${counted(count.count, 'entry', 'entries')}`;
}

/** The ledger as a table: every change and what became of it. */
export function RecordsPage() {
  const { slug, path, can } = useWorkspace();
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(recordParams, { history: 'push' });
  // Cursors of the pages before this one; a shared link to a later page has none.
  const [before, setBefore] = useState<(string | null)[]>([]);
  const filter = ledgerFilter(params, useMinute());
  const selection = useRecordSelection(filter, { ...params, cursor: null });
  const list = useQuery(
    trpc.record.list.queryOptions(
      { workspace: slug, filter, cursor: params.cursor ?? undefined, limit: pageSize },
      {
        placeholderData: keepPreviousData,
        // Lines that come do not push away what somebody is ticking.
        refetchInterval: params.cursor || selection.target ? false : 4_000,
      },
    ),
  );
  const count = useQuery(
    trpc.record.count.queryOptions(
      { workspace: slug, filter },
      { placeholderData: keepPreviousData, refetchInterval: 15_000 },
    ),
  );
  const set = (change: Partial<typeof params>) => {
    setBefore([]);
    void setParams({ ...change, cursor: null });
  };
  const clear = () => set(noFilters);
  const page = list.data;
  const error = errorParts(list.error);
  const goOlder = (next: string) => {
    setBefore([...before, params.cursor]);
    void setParams({ cursor: next });
  };
  const goNewer = () => {
    void setParams({ cursor: before.at(-1) ?? null });
    setBefore(before.slice(0, -1));
  };
  return (
    <>
      <PageHeader
        title="Records"
        status={<span className="text-ink-3">{countWords(count.data)}</span>}
        actions={<ExportMenu what={countWords(count.data)} asked={{ filter: JSON.stringify(filter) }} />}
      />
      <RecordFilterBar params={params} set={set} clear={clear} />
      <SelectionBar selection={selection} count={count.data} actions={actions} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface" aria-busy={list.isFetching}>
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <SkeletonRows rows={12} label="Loading records" /> : null}
        {page && page.entries.length > 0 ? (
          <RecordTable rows={page.entries} selection={can('bulk.preview') ? selection : undefined} />
        ) : null}
        {page?.searchedTo != null ? (
          <SearchedTo
            at={page.searchedTo}
            onGoOn={() => page.next && !list.isPlaceholderData && goOlder(page.next)}
          />
        ) : null}
        {page && page.entries.length === 0 && page.searchedTo === null ? (
          isFiltered(params) || params.cursor ? (
            <EmptyState
              icon={<Rows3 />}
              title="Nothing matches these filters"
              actions={<Button onClick={clear}>Clear all filters</Button>}
            />
          ) : (
            <EmptyState
              icon={<Rows3 />}
              title="No change has been seen yet"
              actions={
                <Link href={path('/flows')} className={buttonClasses()}>
                  Go to flows
                </Link>
              }
            >
              Once a flow is deployed, every change that it carries is written down here, with what was
              decided about it.
            </EmptyState>
          )
        ) : null}
      </div>
      {page && (page.next || params.cursor) ? (
        <Pagination
          summary={
            before.length > 0
              ? `Page ${before.length + 1}`
              : params.cursor
                ? 'Older entries'
                : 'Newest entries'
          }
          onPrevious={params.cursor ? goNewer : undefined}
          onNext={page.next && !list.isPlaceholderData ? () => page.next && goOlder(page.next) : undefined}
        />
      ) : null}
    </>
  );
}
