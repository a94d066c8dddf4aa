'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import Link from 'next/link';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { auditWords, detailWords, targetWords } from './audit-words.ts';

type AuditEvent = ApiOutput['activity']['list']['events'][number];

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

const places: Record<string, (id: string) => string> = {
  flow: (id) => `/flows/${id}`,
  connection: (id) => `/connections/${id}`,
  issue: (id) => `/issues/${id}`,
  operation: (id) => `/activity/operations/${id}`,
};

function Target({ event }: { event: AuditEvent }) {
  const { path } = useWorkspace();
  const place = event.action.endsWith('.delete') ? undefined : places[event.target.kind];
  if (!place || !event.target.id) return <span className="font-medium">{targetWords(event.target)}</span>;
  return (
    <Link href={path(place(event.target.id))} className="font-medium hover:text-accent hover:underline">
      {targetWords(event.target)}
    </Link>
  );
}

/** The way to the operation that came of it. */
function ItsOperation({ event }: { event: AuditEvent }) {
  const { path } = useWorkspace();
  const id = event.detail?.operationId;
  if (typeof id !== 'string') return null;
  return (
    <Link href={path(`/activity/operations/${id}`)} className="ml-2 text-accent underline">
      Its results
    </Link>
  );
}

function AuditRow({ event }: { event: AuditEvent }) {
  return (
    <li className="flex min-h-8 items-baseline gap-3 border-b border-line px-4 py-1.5">
      <ClockTime at={event.at} className="w-32 shrink-0 text-ink-3 max-md:w-16" />
      <p className="min-w-0 flex-1">
        <span className="text-ink-2">{event.actor}</span> {auditWords(event.action, event.detail)}{' '}
        <Target event={event} />
        <span className="ml-2 text-ink-3">{detailWords(event.detail)}</span>
        <ItsOperation event={event} />
      </p>
    </li>
  );
}

/** What people did in the workspace, newest first, by day. */
export function AuditList() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.activity.list.infiniteQueryOptions(
      { workspace: slug, limit: 100 },
      { getNextPageParam: (page) => page.next, refetchInterval: 10_000, placeholderData: keepPreviousData },
    ),
  );
  const error = errorParts(list.error);
  const notice = error && <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} />;
  if (!list.data) return notice ?? <SkeletonRows label="Loading activity" />;
  const events = list.data.pages.flatMap((page) => page.events);
  if (events.length === 0) {
    return (
      <EmptyState icon={<History />} title="Nothing has been done yet">
        Whoever deploys a flow, changes a connection or decides a conflict is written down here.
      </EmptyState>
    );
  }
  const days = Map.groupBy(events, (event) => event.at.toDateString());
  return (
    <>
      {notice}
      {[...days].map(([date, group]) => (
        <section key={date} aria-label={day.format(new Date(date))}>
          <h2 className="sticky top-0 z-1 border-b border-line bg-bg px-4 py-1 text-sm font-medium text-ink-2">
            {day.format(new Date(date))}
          </h2>
          <ul>
            {group.map((event) => (
              <AuditRow key={event.id} event={event} />
            ))}
          </ul>
        </section>
      ))}
      {list.hasNextPage ? (
        <div className="p-3 text-center">
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </>
  );
}
