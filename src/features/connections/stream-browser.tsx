'use client';

import { useQuery } from '@tanstack/react-query';
import { RefreshCw, Search, Table2 } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { useDeferredValue, useState } from 'react';
import { classNames } from '#lib/class-names.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { StreamDetail } from './stream-detail.tsx';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** The streams of a connection at the left, the chosen one's fields and rows at the right. */
export function StreamBrowser({ connectionId }: { connectionId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const streams = useQuery(
    trpc.connection.streams.queryOptions(
      { workspace: slug, id: connectionId },
      { staleTime: 60_000, refetchOnWindowFocus: false },
    ),
  );
  const [chosen, setChosen] = useQueryState('stream', parseAsString);
  const [search, setSearch] = useState('');
  const term = useDeferredValue(search.trim().toLowerCase());
  const error = errorParts(streams.error);
  if (error) {
    return (
      <div className="mx-auto max-w-3xl p-6">
        <ErrorNotice error={error} onRetry={() => void streams.refetch()} />
      </div>
    );
  }
  if (!streams.data) return <SkeletonRows label="Loading streams" />;
  if (streams.data.length === 0) {
    return (
      <EmptyState icon={<Table2 />} title="No stream can be seen">
        The connection’s user sees no table. Grant it SELECT on the tables to sync and USAGE on their schema.
      </EmptyState>
    );
  }
  const found = streams.data.filter((stream) => stream.name.toLowerCase().includes(term));
  const current = streams.data.find((stream) => stream.name === chosen) ?? streams.data[0];
  return (
    <div className="flex h-full min-h-0">
      <div className="flex w-72 shrink-0 flex-col border-r border-line">
        <div className="flex gap-1 border-b border-line p-2">
          <Input
            icon={<Search />}
            aria-label="Search streams"
            placeholder={`Search ${streams.data.length} streams`}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <IconButton label="Read the streams again" onClick={() => void streams.refetch()}>
            <RefreshCw aria-hidden className={streams.isFetching ? 'animate-spin' : ''} />
          </IconButton>
        </div>
        <ul aria-label="Streams" className="min-h-0 flex-1 overflow-y-auto p-1">
          {found.map((stream) => (
            <li key={stream.name}>
              <button
                type="button"
                aria-current={stream.name === current?.name || undefined}
                onClick={() => void setChosen(stream.name)}
                className={classNames(
                  'flex h-7 w-full items-center gap-2 rounded-md px-2 text-left',
                  stream.name === current?.name
                    ? 'bg-surface-2 font-medium'
                    : 'text-ink-2 hover:bg-surface-2',
                )}
              >
                <span className="flex-1 truncate">{stream.name}</span>
                <span className="text-sm font-normal text-ink-3">
                  {stream.rowEstimate === null ? '' : compact.format(stream.rowEstimate)}
                </span>
              </button>
            </li>
          ))}
          {found.length === 0 ? <li className="px-2 py-3 text-sm text-ink-3">Nothing matches.</li> : null}
        </ul>
      </div>
      <div className="min-w-0 flex-1 overflow-y-auto">
        {current ? <StreamDetail key={current.name} connectionId={connectionId} stream={current} /> : null}
      </div>
    </div>
  );
}
