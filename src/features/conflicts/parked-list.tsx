'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { recordPath } from '../records/record-path.ts';
import { keyText } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { RetryButton } from './retry-button.tsx';
import type { HeldItem } from './use-decision.ts';

const columns: Column<HeldItem>[] = [
  {
    id: 'record',
    header: 'Record',
    width: '14%',
    cell: (item) => <code className="text-ink">{keyText(item.recordKey)}</code>,
  },
  {
    id: 'code',
    header: 'Code',
    width: '190px',
    cell: (item) => (
      <StatusDot tone="fail">
        <code>{item.code}</code>
      </StatusDot>
    ),
  },
  {
    id: 'why',
    header: 'Why, and what to do',
    cell: (item) => (
      <span title={`${item.detail}\n${item.remedy}`}>
        {item.detail} <span className="text-ink-3">{item.remedy}</span>
      </span>
    ),
  },
  {
    id: 'flow',
    header: 'Flow',
    width: '14%',
    cell: (item) => <span className="text-ink-2">{item.flowName}</span>,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: '70px',
    align: 'right',
    cell: (item) => <span className="text-ink-2">{item.attempts}</span>,
  },
  {
    id: 'next',
    header: 'Next',
    width: '96px',
    cell: (item) => (
      <span className="text-ink-2">
        {item.retryAsked ? (
          'asked'
        ) : item.nextAttemptAt ? (
          <RelativeTime at={item.nextAttemptAt} />
        ) : (
          'by hand'
        )}
      </span>
    ),
  },
  {
    id: 'since',
    header: 'Since',
    width: '96px',
    cell: (item) => <RelativeTime at={item.since} className="text-ink-2" />,
  },
];

/** Records set aside after a failure: why, what to do, and another attempt. */
export function ParkedList({ flowId }: { flowId: string | null }) {
  const { slug, path, can } = useWorkspace();
  const trpc = useTRPC();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useInfiniteQuery(
    trpc.conflict.list.infiniteQueryOptions(
      { workspace: slug, state: 'parked', flowId: flowId ?? undefined, limit: 100 },
      { getNextPageParam: (page) => page.next, refetchInterval: 3_000, placeholderData: keepPreviousData },
    ),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const error = errorParts(list.error);
  if (error) return <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows label="Loading parked records" />;
  if (items.length === 0) {
    return (
      <EmptyState icon={<CircleCheck />} title="No record is set aside">
        A record that cannot be written is parked here with its reason, and everything else goes on.
      </EmptyState>
    );
  }
  const chosen = items.filter((item) => selected.has(item.id)).map((item) => item.id);
  const all = chosen.length === items.length;
  const toggle = (id: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  const select: Column<HeldItem> = {
    id: 'select',
    header: (
      <Checkbox
        label="Select all on this page"
        checked={all ? true : chosen.length > 0 ? 'indeterminate' : false}
        onChange={(on) => setSelected(new Set(on ? items.map((item) => item.id) : []))}
      />
    ),
    width: '44px',
    cell: (item) => (
      // Above the row's own link.
      <span className="relative z-1 inline-flex">
        <Checkbox
          label={`Select record ${keyText(item.recordKey)}`}
          checked={selected.has(item.id)}
          onChange={(on) => toggle(item.id, on)}
        />
      </span>
    ),
  };
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-10 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
        <span className="text-ink-2">
          {chosen.length > 0
            ? `${chosen.length} of ${items.length} selected`
            : `${total.toLocaleString('en')} parked`}
        </span>
        <span className="ml-auto">
          <RetryButton ids={chosen} primary={chosen.length > 0} onAsked={() => setSelected(new Set())} />
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <DataTable
          label="Parked records"
          columns={can('conflict.retry') ? [select, ...columns] : columns}
          rows={items}
          rowId={(item) => item.id}
          rowLabel={(item) => `Open record ${keyText(item.recordKey)}`}
          href={(item) => path(recordPath(item.laneId, item.recordKey))}
          linkColumn="record"
        />
        {list.hasNextPage ? (
          <div className="p-3 text-center">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show more
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
