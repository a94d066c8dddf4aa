'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { type KeyboardEvent, useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { keyText, recordTitle } from '../records/record-title.ts';
import { useLaneNames } from '../records/use-lane-names.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { isDelete, openFields } from './decision.ts';
import type { HeldItem } from './use-decision.ts';

/** What is in question, in a few words. */
function subject(item: HeldItem): string {
  if (!item.conflict) return item.detail;
  if (isDelete(item.conflict)) return 'deleted on one side';
  return openFields(item.conflict)
    .map((field) => field.left)
    .join(', ');
}

function QueueRow({
  item,
  here,
  onChoose,
  onEnter,
}: {
  item: HeldItem;
  here: boolean;
  onChoose: () => void;
  /** Chosen to be decided at once, with the keyboard. */
  onEnter: () => void;
}) {
  const title = recordTitle(item.conflict?.left, item.conflict?.right, item.conflict?.base);
  return (
    <li>
      <button
        type="button"
        data-queue-row
        aria-current={here || undefined}
        onClick={onChoose}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onEnter();
        }}
        className={classNames(
          'flex w-full flex-col gap-0.5 border-b border-line px-4 py-2 text-left -outline-offset-2',
          here ? 'bg-accent-bg' : 'hover:bg-surface-2',
        )}
      >
        <span className="flex w-full items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">
            {title ?? <code>{keyText(item.recordKey)}</code>}
          </span>
          {item.decision ? <Badge tone="accent">decided</Badge> : null}
          <RelativeTime at={item.since} className="text-sm text-ink-3" />
        </span>
        <span className="w-full truncate text-sm text-ink-2">{subject(item)}</span>
      </button>
    </li>
  );
}

/** Up and down move through the queue. */
function moveInQueue(event: KeyboardEvent<HTMLElement>) {
  const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-queue-row]')];
  const next = rows[rows.indexOf(event.target as HTMLElement) + step];
  next?.focus();
  next?.click();
}

/** The queue of records that wait for a person, and the one being decided. */
export function HeldQueue({ flowId }: { flowId: string | null }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [chosen, setChosen] = useQueryState('record', parseAsString);
  // The record whose panel takes the focus; each time anew, so that it may be gone back to.
  const [entered, setEntered] = useState<{ id: string } | null>(null);
  const list = useInfiniteQuery(
    trpc.conflict.list.infiniteQueryOptions(
      { workspace: slug, state: 'held', flowId: flowId ?? undefined, limit: 50 },
      {
        getNextPageParam: (page) => page.next,
        refetchInterval: 3_000,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const listed = chosen === null || items.some((item) => item.id === chosen);
  // A link may name a record further down than what is listed.
  const linked = useQuery(
    trpc.conflict.list.queryOptions(
      { workspace: slug, state: 'held', id: chosen ?? '', limit: 1 },
      { enabled: list.data !== undefined && !listed },
    ),
  );
  const laneOf = useLaneNames(
    slug,
    items.map((item) => item.flowId),
  );
  const error = errorParts(list.error);
  const notice = error && <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} />;
  if (!list.data) return notice ?? <SkeletonRows label="Loading conflicts" />;
  if (items.length === 0) {
    return (
      <EmptyState icon={<CircleCheck />} title="No conflict waits for a decision">
        A conflict is held here when both sides changed the same field and the flow’s rule leaves it to a
        person.
      </EmptyState>
    );
  }
  const current = listed
    ? (items.find((item) => item.id === chosen) ?? items[0])
    : linked.data?.items.find((item) => item.id === chosen);
  const enter = (id: string | null) => {
    void setChosen(id);
    setEntered(id === null ? null : { id });
  };
  const decided = () => {
    const next = items.find((item) => item.id !== current?.id && item.decision === null);
    enter(next?.id ?? null);
  };
  return (
    <div className="flex h-full min-h-0 max-lg:flex-col">
      <div className="flex w-80 shrink-0 flex-col border-r border-line max-lg:max-h-2/5 max-lg:w-full max-lg:border-r-0 max-lg:border-b">
        {/* What was read before stays: somebody may be deciding. */}
        {notice}
        <ul aria-label="Held records" onKeyDown={moveInQueue} className="min-h-0 flex-1 overflow-y-auto">
          {items.map((item) => (
            <QueueRow
              key={item.id}
              item={item}
              here={item.id === current?.id}
              onChoose={() => void setChosen(item.id)}
              onEnter={() => enter(item.id)}
            />
          ))}
        </ul>
        {list.hasNextPage ? (
          <div className="border-t border-line p-2">
            <Button
              className="w-full"
              loading={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              Show more
            </Button>
          </div>
        ) : null}
      </div>
      {current ? (
        <ConflictPanel
          key={`${current.id} ${current.seen}`}
          item={current}
          ends={laneOf(current.flowId, current.laneId)}
          entered={entered?.id === current.id ? entered : null}
          onDecided={decided}
        />
      ) : (
        <div className="min-w-0 flex-1">
          {linked.isSuccess ? (
            <EmptyState icon={<CircleCheck />} title="This record does not wait any more">
              It was decided or settled meanwhile, as the log of decided conflicts tells. Choose another one.
            </EmptyState>
          ) : (
            <SkeletonRows label="Loading the record" />
          )}
        </div>
      )}
    </div>
  );
}
