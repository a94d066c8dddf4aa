'use client';

import { Plus, Workflow } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { FlowPhaseDot } from '#features/workspace/flow-phase-dot.tsx';
import { type FlowRow, useFlows } from '#features/workspace/use-live-flows.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { describeDuration } from '#lib/describe-duration.ts';
import { perMinute } from '#lib/per-minute.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Badge } from '#ui/badge.tsx';
import { buttonClasses } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';

const none = <span className="text-ink-3">–</span>;

/** What waits for people: held conflicts and records set aside. */
function Waiting({ row }: { row: FlowRow }) {
  if (row.held + row.failing === 0) return none;
  return (
    <span className="inline-flex gap-1">
      {row.held > 0 ? <Badge tone="conflict">{row.held.toLocaleString('en')} held</Badge> : null}
      {row.failing > 0 ? <Badge tone="fail">{row.failing.toLocaleString('en')} parked</Badge> : null}
    </span>
  );
}

const columns: Column<FlowRow>[] = [
  { id: 'name', header: 'Name', cell: (row) => <span className="font-medium">{row.name}</span> },
  { id: 'state', header: 'State', width: '160px', cell: (row) => <FlowPhaseDot phase={row.phase} /> },
  {
    id: 'version',
    header: 'Version',
    width: '150px',
    cell: (row) =>
      row.deployedVersion === null ? (
        none
      ) : (
        <span className="text-ink-2">
          v{row.deployedVersion}
          {row.draftDiffers ? <span className="text-ink-3">, draft differs</span> : null}
        </span>
      ),
  },
  {
    id: 'lanes',
    header: 'Lanes',
    width: '64px',
    align: 'right',
    cell: (row) => (row.lanes === 0 ? none : row.lanes),
  },
  {
    id: 'rate',
    header: 'Rate',
    width: '84px',
    align: 'right',
    cell: (row) => (row.deployedVersion === null ? none : perMinute(row.rate)),
  },
  {
    id: 'lag',
    header: 'Lag',
    width: '84px',
    align: 'right',
    cell: (row) => (row.lagP50 === null ? none : describeDuration(row.lagP50)),
  },
  { id: 'waiting', header: 'Waiting', width: '170px', cell: (row) => <Waiting row={row} /> },
  {
    id: 'changed',
    header: 'Last change',
    width: '110px',
    align: 'right',
    cell: (row) => <RelativeTime at={row.updatedAt} className="text-ink-2" />,
  },
];

/** Every flow of the workspace with how it goes; kept live by the frame. */
export function FlowList() {
  const { slug, path, can } = useWorkspace();
  const flows = useFlows(slug);
  const error = errorParts(flows.error);
  const add = useMemo(
    () =>
      can('flow.create') ? (
        <Link href={path('/flows/new')} className={buttonClasses('primary')}>
          <Plus aria-hidden />
          New flow
        </Link>
      ) : null,
    [can, path],
  );
  return (
    <>
      <PageHeader title="Flows" actions={add} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void flows.refetch()} /> : null}
        {flows.isPending ? <SkeletonRows label="Loading flows" /> : null}
        {flows.data?.length === 0 ? (
          <EmptyState icon={<Workflow />} title="No flow yet" actions={add}>
            A flow keeps two systems equal: it carries every change on one side to the other, mapped, checked
            for conflict, and written down.
          </EmptyState>
        ) : null}
        {flows.data && flows.data.length > 0 ? (
          <DataTable
            label="Flows"
            columns={columns}
            rows={flows.data}
            rowId={(row) => row.id}
            rowLabel={(row) => `Open ${row.name}`}
            href={(row) => path(`/flows/${row.id}/build`)}
          />
        ) : null}
      </div>
    </>
  );
}
