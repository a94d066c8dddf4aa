'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ParkedItem } from './parked-item.tsx';
import { RetryButton } from './retry-button.tsx';

/** Records set aside after a failure: why, what to do, and another attempt. */
export function ParkedList({ flowId }: { flowId: string | null }) {
  const { slug, can } = useWorkspace();
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
  const notice = error && <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} />;
  if (!list.data) return notice ?? <SkeletonRows label="Loading parked records" />;
  if (items.length === 0) {
    return (
      <EmptyState icon={<CircleCheck />} title="No record is set aside">
        A record that cannot be written is parked here with its reason, and everything else goes on.
      </EmptyState>
    );
  }
  const may = can('conflict.retry');
  const chosen = items.filter((item) => selected.has(item.id)).map((item) => item.id);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    setSelected(next);
  };
  return (
    <div className="flex h-full flex-col">
      {notice}
      {may ? (
        <div className="flex h-10 shrink-0 items-center gap-3 border-b border-line px-4">
          <Checkbox
            checked={chosen.length === items.length ? true : chosen.length > 0 ? 'indeterminate' : false}
            onChange={(on) => setSelected(new Set(on ? items.map((item) => item.id) : []))}
          >
            {chosen.length > 0
              ? `${chosen.length} of ${items.length} selected`
              : `Select all ${items.length < total ? `${items.length} of ${total.toLocaleString('en')}` : items.length}`}
          </Checkbox>
          <span className="ml-auto">
            <RetryButton ids={chosen} primary={chosen.length > 0} onAsked={() => setSelected(new Set())} />
          </span>
        </div>
      ) : null}
      <ul aria-label="Parked records" className="min-h-0 flex-1 overflow-y-auto">
        {items.map((item) => (
          <ParkedItem
            key={item.id}
            item={item}
            selected={selected.has(item.id)}
            onSelect={may ? (on) => toggle(item.id, on) : undefined}
          />
        ))}
        {list.hasNextPage ? (
          <li className="p-3 text-center">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show more
            </Button>
          </li>
        ) : null}
      </ul>
    </div>
  );
}
