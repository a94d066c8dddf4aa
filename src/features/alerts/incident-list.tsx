'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { BellRing, CircleCheck } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { IncidentFilters, useIncidentFilters } from './incident-filters.tsx';
import { IncidentPanel } from './incident-panel.tsx';
import { lasted } from './incident-words.ts';
import { SeverityDot } from './severity-dot.tsx';

export type Incident = ApiOutput['alert']['incidents']['incidents'][number];

const columns = (past: boolean): Column<Incident>[] => [
  {
    id: 'severity',
    header: 'Severity',
    width: '104px',
    cell: (row) => <SeverityDot severity={row.severity} over={row.state === 'resolved'} />,
  },
  {
    id: 'rule',
    header: 'Rule',
    width: '24%',
    cell: ({ rule }) => <span className="font-medium">{rule}</span>,
  },
  {
    id: 'detail',
    header: 'What',
    cell: ({ detail, acknowledged, mutedUntil }) => (
      <span className="flex items-center gap-1.5">
        {acknowledged ? <Badge>acknowledged</Badge> : null}
        {mutedUntil ? <Badge>muted</Badge> : null}
        <span className="truncate text-ink-2">{detail}</span>
      </span>
    ),
  },
  {
    id: 'flow',
    header: 'Flow',
    width: '12%',
    cell: (row) => <span className="text-ink-2">{row.flowName ?? '–'}</span>,
  },
  {
    id: 'since',
    header: past ? 'Over' : 'Since',
    width: '100px',
    cell: (row) => <RelativeTime at={row.resolvedAt ?? row.since} className="text-ink-2" />,
  },
  ...(past
    ? [{ id: 'lasted', header: 'Lasted', width: '96px', cell: (row: Incident) => lasted(row) } as const]
    : []),
];

/** Alerts that are firing, or that are over, with the chosen one beside them. */
export function IncidentList({ past }: { past: boolean }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [filters, setFilters] = useIncidentFilters();
  const [chosen, setChosen] = useQueryState('incident', parseAsString);
  const rules = useQuery(trpc.alert.rules.queryOptions({ workspace: slug })).data ?? [];
  const { severity, flow, rule } = filters;
  const filter = {
    state: past ? ('resolved' as const) : ('firing' as const),
    severity: severity ?? undefined,
    flowId: flow ?? undefined,
    ruleId: rule ?? undefined,
  };
  const list = useInfiniteQuery(
    trpc.alert.incidents.infiniteQueryOptions(
      { workspace: slug, filter },
      { getNextPageParam: (page) => page.next, refetchInterval: 5_000, placeholderData: keepPreviousData },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.incidents) ?? [];
  const listed = rows.find(({ id }) => id === chosen);
  // A link to an alert that is over by now, or further down, shows it all the same.
  const linked = useQuery(
    trpc.alert.incidents.queryOptions(
      { workspace: slug, filter: { id: chosen ?? '' } },
      { enabled: chosen !== null && list.isSuccess && !listed, refetchInterval: 5_000 },
    ),
  );
  const open = listed ?? (chosen === null ? undefined : linked.data?.incidents[0]);
  const filtered = Object.values(filters).some((value) => value !== null);
  const error = errorParts(list.error);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <IncidentFilters rules={rules} />
      <div className="flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto">
          {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
          {list.isPending ? <SkeletonRows label="Loading alerts" /> : null}
          {list.data && rows.length === 0 ? (
            <NoIncidents past={past} filtered={filtered} clear={() => void setFilters(null)} />
          ) : null}
          {rows.length > 0 ? (
            <DataTable
              label={past ? 'Alerts that are over' : 'Alerts that are firing'}
              columns={columns(past)}
              rows={rows}
              rowId={(row) => row.id}
              rowLabel={(row) => `Open ${row.rule}`}
              linkColumn="rule"
              selectedId={chosen}
              onOpen={(row) => void setChosen(row.id === chosen ? null : row.id)}
            />
          ) : null}
          {list.hasNextPage ? (
            <div className="p-3 text-center">
              <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Show more
              </Button>
            </div>
          ) : null}
        </div>
        {open ? <IncidentPanel incident={open} onClose={() => void setChosen(null)} /> : null}
      </div>
    </div>
  );
}

function NoIncidents({ past, filtered, clear }: { past: boolean; filtered: boolean; clear: () => void }) {
  if (filtered) {
    return (
      <EmptyState
        icon={<BellRing />}
        title="Nothing matches these filters"
        actions={<Button onClick={clear}>Clear all filters</Button>}
      />
    );
  }
  return past ? (
    <EmptyState icon={<BellRing />} title="No alert has been over yet">
      Whatever fired and came right again stands here for 90 days, with all that happened meanwhile.
    </EmptyState>
  ) : (
    <EmptyState icon={<CircleCheck />} title="Nothing is firing">
      Rules are looked at every three seconds. What they find shows here, and goes to their channels.
    </EmptyState>
  );
}
