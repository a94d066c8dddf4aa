'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import { describeDuration } from '#lib/describe-duration.ts';
import { perMinute } from '#lib/per-minute.ts';
import { Badge } from '#ui/badge.tsx';
import { buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FlowPhaseDot } from '../workspace/flow-phase-dot.tsx';
import type { FlowRow } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

const columns: Column<FlowRow>[] = [
  {
    id: 'name',
    header: 'Flow',
    cell: (flow) => (
      <span className="inline-flex max-w-full items-center gap-2 align-top">
        <span className="min-w-0 truncate font-medium">{flow.name}</span>{' '}
        {differs(flow) ? <Badge>draft differs</Badge> : null}
      </span>
    ),
  },
  { id: 'phase', header: 'State', width: '160px', cell: (flow) => <FlowPhaseDot phase={flow.phase} /> },
  {
    id: 'lag',
    header: 'Lag',
    width: '90px',
    align: 'right',
    cell: (flow) => (
      <span className="text-ink-2">{flow.lagP50 === null ? '–' : describeDuration(flow.lagP50)}</span>
    ),
  },
  {
    id: 'rate',
    header: 'Rate',
    width: '100px',
    align: 'right',
    cell: (flow) => <span className="text-ink-2">{perMinute(flow.rate)}</span>,
  },
  {
    id: 'waiting',
    header: 'Waiting',
    width: '212px',
    align: 'right',
    cell: (flow) => (
      <span className="inline-flex items-center gap-1.5 align-top">
        {flow.held > 0 ? <Badge tone="conflict">{flow.held.toLocaleString('en')} held</Badge> : null}
        {flow.failing > 0 ? <Badge tone="warn">{flow.failing.toLocaleString('en')} parked</Badge> : null}
        {flow.held + flow.failing === 0 ? <span className="text-ink-3">none</span> : null}
      </span>
    ),
  },
];

/** Does the draft differ from what runs? */
function differs({ draftDiffers, deployedVersion }: FlowRow): boolean {
  return draftDiffers && deployedVersion !== null;
}

/** The workspace's flows with their live state. */
export function FlowSummary({ flows }: { flows: readonly FlowRow[] }) {
  const { path, can } = useWorkspace();
  return (
    <Card
      flush
      title="Flows"
      actions={
        can('flow.create') ? (
          <Link href={path('/flows/new')} className={buttonClasses('ghost')}>
            <Plus aria-hidden />
            New flow
          </Link>
        ) : null
      }
    >
      {flows.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-2">
          No flow yet. Draw one between two of your connections.
        </p>
      ) : (
        <DataTable
          label="Flows"
          columns={columns}
          rows={flows}
          rowId={(flow) => flow.id}
          // What is shown is read out: a name that left the badge out would be another one.
          rowLabel={(flow) => `Open ${flow.name}${differs(flow) ? ' draft differs' : ''}`}
          href={(flow) => path(`/flows/${flow.id}`)}
        />
      )}
    </Card>
  );
}
