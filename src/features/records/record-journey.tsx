'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { microsToIso } from '#lib/micros.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button, buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { AsOfBar } from './as-of-bar.tsx';
import { CurrentValues } from './current-values.tsx';
import { JourneyEntry } from './journey-entry.tsx';
import { type LaneEnds, laneEnds } from './lane-ends.ts';
import { PendingNotice } from './pending-notice.tsx';
import { keyText, recordTitle } from './record-title.ts';
import { placeAsked, recordViewParams } from './record-view.ts';
import { SidesTimeline } from './sides-timeline.tsx';
import { ValuesThen } from './values-then.tsx';
import { WhyPanel } from './why-panel.tsx';

/** The key of lines about many records, such as a copied chunk or a truncation. */
const manyRecords = '[]';

type Journey = ApiOutput['record']['journey'];

/** Why a side could not be read just now. */
function SideErrors({ journey, ends }: { journey: Journey; ends: LaneEnds | null }) {
  return (['left', 'right'] as const).map((side) => {
    const error = journey[`${side}Error`];
    const name = ends?.[side].connection ?? `The ${side} side`;
    return error ? (
      <ErrorNotice
        key={side}
        error={{ ...error, remedy: null, message: `${name} was not read: ${error.message}` }}
      />
    ) : null;
  });
}

/** Lines that are shown at a time. */
const PAGE = 100;

/** The record's account: as one list, newest first, or both sides in two columns. */
function WhatHappened({
  recordKey,
  entries,
  total,
  ends,
  until,
  older,
}: {
  recordKey: string;
  entries: Journey['entries'];
  /** How many lines there are. */
  total: number;
  ends: LaneEnds | null;
  until: number | null;
  /** Shows the next older ones; null where there are none. */
  older: { load: () => void; loading: boolean } | null;
}) {
  const [{ view }, setView] = useQueryStates(recordViewParams);
  return (
    <Card
      title="What happened"
      description={
        older
          ? `The newest ${entries.length.toLocaleString('en')} of ${total.toLocaleString('en')} lines.`
          : undefined
      }
      flush={entries.length === 0 || view === 'sides'}
      actions={
        <Segmented
          size="sm"
          label="How to show it"
          value={view}
          onChange={(next) => void setView({ view: next })}
          options={[
            { value: 'list', label: 'List' },
            { value: 'sides', label: 'Both sides' },
          ]}
        />
      }
    >
      {entries.length === 0 ? (
        <EmptyState title="Nothing was written down about this record">
          Its entries may be older than what the ledger keeps.
        </EmptyState>
      ) : view === 'sides' ? (
        <SidesTimeline entries={entries} ends={ends} until={until} />
      ) : (
        <ol className="pl-1">
          {entries.toReversed().map((row) => (
            <JourneyEntry key={row.seq} row={row} ends={ends} recordKey={recordKey} />
          ))}
        </ol>
      )}
      {older ? (
        <div className="border-t border-line p-2 text-center">
          <Button loading={older.loading} onClick={older.load}>
            Show older
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

/** Everything that happened to one record, what both sides hold now, and what they held at any moment. */
export function RecordJourney({
  flowId,
  lane,
  recordKey,
}: {
  flowId: string;
  lane: string;
  recordKey: string;
}) {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const laneId = `${flowId}:${lane}`;
  const flow = useQuery(trpc.flow.get.queryOptions({ workspace: slug, id: flowId }, { staleTime: 60_000 }));
  const journey = useInfiniteQuery(
    trpc.record.journey.infiniteQueryOptions(
      { workspace: slug, flowId, laneId, recordKey, limit: PAGE },
      {
        getNextPageParam: (page: Journey, pages: Journey[]) =>
          pages.length * PAGE < page.total ? pages.length * PAGE : null,
        staleTime: 0,
        // Older pages do not change: whoever reads them is not interrupted.
        refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : 5_000),
      },
    ),
  );
  const [{ at, why }, setView] = useQueryStates(recordViewParams, { history: 'push' });
  // Without a moment it is asked for the moments alone.
  const moment = at === null ? undefined : microsToIso(at);
  const then = useQuery(
    trpc.record.asOf.queryOptions(
      { workspace: slug, flowId, laneId, recordKey, moment },
      {
        enabled: recordKey !== manyRecords,
        refetchInterval: at === null ? 15_000 : false,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const place = placeAsked(why);
  const asked = place && { flowId, laneId, recordKey, ...place };
  const graph = flow.data?.deployed?.graph;
  const ends = graph ? laneEnds(graph, laneId) : null;
  const pages = journey.data?.pages ?? [];
  const data = pages[0];
  // A line that came meanwhile moves the others on by one.
  const entries = [
    ...new Map(pages.toReversed().flatMap((page) => page.entries.map((row) => [row.seq, row]))).values(),
  ];
  const error = errorParts(journey.error);
  const thenError = errorParts(then.error);
  const title = recordTitle(data?.left, data?.right, entries.at(-1)?.after);
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Records', href: path('/records') }]}
        title={
          <span className="inline-flex items-center gap-2">
            {title}
            {recordKey === manyRecords ? (
              'Many records'
            ) : (
              <code className={title ? 'font-normal text-ink-3' : ''}>{keyText(recordKey)}</code>
            )}
          </span>
        }
        status={
          recordKey === manyRecords ? null : <CopyButton text={recordKey} label="Copy the record’s key" />
        }
        actions={
          flow.data ? (
            <Link href={path(`/flows/${flowId}`)} className={buttonClasses()}>
              {flow.data.name}
            </Link>
          ) : null
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void journey.refetch()} /> : null}
        {journey.isPending ? <SkeletonRows label="Loading the record" /> : null}
        {data ? (
          <div className="mx-auto flex max-w-5xl flex-col gap-4 p-6">
            {data.pending ? <PendingNotice pending={data.pending} /> : null}
            <SideErrors journey={data} ends={ends} />
            {recordKey === manyRecords ? null : (
              <>
                <AsOfBar
                  at={at}
                  moments={then.data?.moments ?? []}
                  onChange={(next) => void setView({ at: next })}
                />
                {at !== null && thenError ? <ErrorNotice error={thenError} /> : null}
                {at !== null && then.data && !thenError ? (
                  <ValuesThen then={then.data} ends={ends} />
                ) : (
                  <CurrentValues
                    left={data.left}
                    right={data.right}
                    unread={{ left: data.leftError !== null, right: data.rightError !== null }}
                    ends={ends}
                    pending={data.pending !== null}
                    inQuestion={data.pending?.conflict?.fields.map((field) => field.left) ?? []}
                    onWhy={(side, field) => void setView({ why: `${side}.${field}` })}
                  />
                )}
              </>
            )}
            <WhatHappened
              recordKey={recordKey}
              entries={entries}
              total={data.total}
              ends={ends}
              until={at}
              older={
                journey.hasNextPage
                  ? { load: () => void journey.fetchNextPage(), loading: journey.isFetchingNextPage }
                  : null
              }
            />
          </div>
        ) : null}
      </div>
      <WhyPanel asked={asked} onClose={() => void setView({ why: null })} />
    </>
  );
}
