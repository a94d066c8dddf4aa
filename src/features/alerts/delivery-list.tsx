'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from 'nuqs';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { AttemptStatus } from './attempt-status.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import { OneOf } from './one-of.tsx';

export type Delivery = ApiOutput['alert']['deliveries']['deliveries'][number];

const states = ['queued', 'sending', 'delivered', 'dead'] as const;
export const deliveryStates: Record<(typeof states)[number], { label: string; tone: Tone }> = {
  queued: { label: 'Waits', tone: 'warn' },
  sending: { label: 'Under way', tone: 'accent' },
  delivered: { label: 'Delivered', tone: 'ok' },
  dead: { label: 'Given up', tone: 'fail' },
};

const columns: Column<Delivery>[] = [
  {
    id: 'state',
    header: 'State',
    width: '104px',
    cell: ({ state }) => (
      <StatusDot tone={deliveryStates[state].tone}>{deliveryStates[state].label}</StatusDot>
    ),
  },
  { id: 'title', header: 'What', cell: (row) => <span className="font-medium">{row.title}</span> },
  {
    id: 'channel',
    header: 'Channel',
    width: '16%',
    cell: (row) => <span className="text-ink-2">{row.channel}</span>,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: '76px',
    align: 'right',
    cell: (row) => row.attempts.toLocaleString('en'),
  },
  {
    id: 'answer',
    header: 'Last answer',
    width: '24%',
    cell: ({ log }) => {
      const last = log.at(-1);
      return last ? <AttemptStatus attempt={last} /> : <span className="text-ink-3">–</span>;
    },
  },
  {
    id: 'made',
    header: 'Made',
    width: '96px',
    cell: (row) => <RelativeTime at={row.createdAt} className="text-ink-2" />,
  },
];

/** What was sent through the channels, and what came back. */
export function DeliveryList() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [{ state, via }, setFilters] = useQueryStates({
    state: parseAsStringLiteral(states),
    via: parseAsString,
  });
  const [chosen, setChosen] = useQueryState('delivery', parseAsString);
  const channels = useQuery(trpc.alert.channels.queryOptions({ workspace: slug })).data ?? [];
  const filter = { state: state ?? undefined, channelId: via ?? undefined };
  const list = useInfiniteQuery(
    trpc.alert.deliveries.infiniteQueryOptions(
      { workspace: slug, filter },
      { getNextPageParam: (page) => page.next, refetchInterval: 5_000, placeholderData: keepPreviousData },
    ),
  );
  const rows = list.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const open = rows.find(({ id }) => id === chosen);
  const error = errorParts(list.error);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-11 items-center gap-2 border-b border-line px-4">
        <OneOf
          label="State"
          value={state}
          choices={states.map((value) => ({ value, label: deliveryStates[value].label }))}
          onChange={(next) => void setFilters({ state: next })}
        />
        <OneOf
          label="Channel"
          value={via}
          choices={channels.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(next) => void setFilters({ via: next })}
        />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto">
          {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
          {list.isPending ? <SkeletonRows label="Loading deliveries" /> : null}
          {list.data && rows.length === 0 ? (
            state || via ? (
              <EmptyState
                icon={<MailCheck />}
                title="Nothing matches these filters"
                actions={<Button onClick={() => void setFilters(null)}>Clear all filters</Button>}
              />
            ) : (
              <EmptyState icon={<MailCheck />} title="Nothing has been sent yet">
                Whatever goes out through a channel is written down here, with the receiver’s answer.
              </EmptyState>
            )
          ) : null}
          {rows.length > 0 ? (
            <DataTable
              label="Deliveries"
              columns={columns}
              rows={rows}
              rowId={(row) => row.id}
              rowLabel={(row) => `Open ${row.title}`}
              linkColumn="title"
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
        {open ? <DeliveryPanel delivery={open} onClose={() => void setChosen(null)} /> : null}
      </div>
    </div>
  );
}
