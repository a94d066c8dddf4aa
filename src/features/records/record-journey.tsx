'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { CurrentValues } from './current-values.tsx';
import { JourneyEntry } from './journey-entry.tsx';
import { type LaneEnds, laneEnds } from './lane-ends.ts';
import { PendingNotice } from './pending-notice.tsx';
import { keyText, recordTitle } from './record-title.ts';

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

/** Everything that happened to one record, newest first, and what both sides hold now. */
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
  const journey = useQuery(
    trpc.record.journey.queryOptions(
      { workspace: slug, flowId, laneId, recordKey },
      { refetchInterval: 5_000, staleTime: 0 },
    ),
  );
  const graph = flow.data?.deployed?.graph;
  const ends = graph ? laneEnds(graph, laneId) : null;
  const data = journey.data;
  const error = errorParts(journey.error);
  const title = recordTitle(data?.left, data?.right, data?.entries.at(-1)?.after);
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
              <CurrentValues
                left={data.left}
                right={data.right}
                unread={{ left: data.leftError !== null, right: data.rightError !== null }}
                ends={ends}
                pending={data.pending !== null}
                inQuestion={data.pending?.conflict?.fields.map((field) => field.left) ?? []}
              />
            )}
            <Card title="What happened" flush={data.entries.length === 0}>
              {data.entries.length === 0 ? (
                <EmptyState title="Nothing was written down about this record">
                  Its entries may be older than what the ledger keeps.
                </EmptyState>
              ) : (
                <ol className="pl-1">
                  {data.entries.toReversed().map((row) => (
                    <JourneyEntry key={row.seq} row={row} ends={ends} />
                  ))}
                </ol>
              )}
            </Card>
          </div>
        ) : null}
      </div>
    </>
  );
}
