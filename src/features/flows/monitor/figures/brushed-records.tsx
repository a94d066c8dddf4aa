'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSession } from '#features/flow-editor/session/use-session.tsx';
import { RecordTable } from '#features/records/record-table.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { describeDuration } from '#lib/describe-duration.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import type { TimeSpan } from './figure-params.ts';
import { BrushBar } from './range-bar.tsx';
import type { FiguresView } from './use-figures.ts';

const SHOWN = 20;

/** What the records below are, in a sentence. */
function brushWords({
  brushed,
  errors,
  took,
}: {
  brushed: boolean;
  errors: boolean;
  took: TimeSpan | null;
}): string {
  if (!brushed && !took) return 'Brush a chart to see the records behind that part of it.';
  return [
    brushed ? 'Committed in the brushed time' : 'Committed in the time that is shown',
    ...(errors ? ['parked or failed'] : []),
    ...(took ? [`carried ${describeDuration(took.from)} to ${describeDuration(took.to)} after that`] : []),
  ]
    .join(', ')
    .concat('.');
}

/** The records of the time that is brushed, or shown: the newest of them, and the way to all. */
export function BrushedRecords({ view }: { view: FiguresView }) {
  const { id } = useSession();
  const { slug: workspace, path } = useWorkspace();
  const trpc = useTRPC();
  const { brushed, span, params, took } = view;
  const { from, to } = brushed ?? span;
  const status = params.only === 'errors' ? (['parked', 'failed'] as const) : undefined;
  const filter = {
    flowId: id,
    ...(params.lane && { laneId: `${id}:${params.lane}` }),
    ...(status && { status: [...status] }),
    ...(took && { took: { least: took.from, under: took.to } }),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  };
  const list = useQuery(
    trpc.record.list.queryOptions(
      { workspace, filter, limit: SHOWN },
      { placeholderData: keepPreviousData, refetchInterval: brushed || took ? false : 4_000 },
    ),
  );
  const count = useQuery(
    trpc.record.count.queryOptions({ workspace, filter }, { placeholderData: keepPreviousData }),
  );
  const query = new URLSearchParams({ flow: id, from: filter.from, to: filter.to });
  if (params.lane) query.set('lane', params.lane);
  if (status) query.set('status', status.join(','));
  if (took) {
    query.set('tookFrom', String(took.from));
    query.set('tookTo', String(took.to));
  }
  const error = errorParts(list.error);
  const words = count.data
    ? `${count.data.estimated ? 'about ' : ''}${count.data.count.toLocaleString('en')}`
    : '';
  return (
    <Card
      flush
      title={
        <>
          Records <span className="ml-1 font-normal text-ink-3 tabular-nums">{words}</span>
        </>
      }
      description={brushWords({ brushed: brushed !== null, errors: status !== undefined, took })}
      actions={
        <>
          <BrushBar view={view} />
          <Link href={path(`/records?${query}`)} className={buttonClasses('secondary', 'sm')}>
            All in Records
          </Link>
        </>
      }
    >
      {error ? <ErrorNotice error={error} className="m-4" onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows rows={5} label="Loading records" /> : null}
      {list.data && list.data.entries.length > 0 ? (
        <RecordTable rows={list.data.entries} label="Records of the time" />
      ) : null}
      {list.data && list.data.entries.length === 0 ? (
        <p className="px-4 py-3 text-ink-2">
          {took ? 'No record of this flow took so long.' : 'No record of this flow was changed in this time.'}
        </p>
      ) : null}
    </Card>
  );
}
