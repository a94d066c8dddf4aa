'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CircleCheck, ListFilter } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { IssueFilterBar } from './issue-filter-bar.tsx';
import { type IssueParams, isFiltered, issueFilter, issueParams, noIssueFilters } from './issue-filters.ts';
import { IssueTable } from './issue-table.tsx';

const pageSize = 50;

/** What was looked at, where there is nothing to show. */
function NothingHere({ params }: { params: IssueParams }) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug).data ?? [];
  const running = flows.filter((flow) => flow.phase !== 'draft').length;
  if (params.kind === 'decision') {
    return (
      <EmptyState icon={<CircleCheck />} title="No rule has decided a conflict">
        Conflicts that a rule decides are gathered here by the rule, so that a bad one shows. Those that a
        person must decide wait under Conflicts.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<CircleCheck />} title="Nothing is failing">
      Every line of the ledger is looked at as it is written: no record of{' '}
      {running === 1 ? 'the one deployed flow' : `the ${running} deployed flows`} is parked, failed, or was
      stopped by a breaker. Resolved and ignored issues are behind the filter State.
    </EmptyState>
  );
}

/** What failed, by its cause. */
export function IssuesPage() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(issueParams, { history: 'push' });
  const input = { filter: issueFilter(params), sort: params.sort, cursor: params.from ?? 0, limit: pageSize };
  const list = useQuery(
    trpc.issue.list.queryOptions(
      { workspace: slug, ...input },
      { placeholderData: keepPreviousData, refetchInterval: 5_000 },
    ),
  );
  const set = (change: Partial<IssueParams>) => void setParams({ from: null, ...change });
  const page = list.data;
  const error = errorParts(list.error);
  const from = params.from ?? 0;
  return (
    <>
      <PageHeader
        title="Issues"
        status={<span className="text-ink-3">{page ? counted(page.total, 'issue') : ''}</span>}
      />
      <IssueFilterBar params={params} set={set} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface" aria-busy={list.isFetching}>
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <SkeletonRows rows={8} label="Loading issues" /> : null}
        {page && page.items.length > 0 ? <IssueTable issues={page.items} /> : null}
        {page && page.items.length === 0 ? (
          isFiltered(params) ? (
            <EmptyState
              icon={<ListFilter />}
              title="Nothing matches these filters"
              actions={<Button onClick={() => set(noIssueFilters)}>Clear all filters</Button>}
            />
          ) : (
            <NothingHere params={params} />
          )
        ) : null}
      </div>
      {page && (page.next !== null || from > 0) ? (
        <Pagination
          summary={`${from + 1} to ${from + page.items.length} of ${page.total.toLocaleString('en')}`}
          onPrevious={from > 0 ? () => set({ from: Math.max(0, from - pageSize) || null }) : undefined}
          onNext={page.next === null ? undefined : () => set({ from: page.next })}
        />
      ) : null}
    </>
  );
}
