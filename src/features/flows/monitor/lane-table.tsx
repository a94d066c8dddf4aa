'use client';

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import type { DirectionStatus, LaneStatus } from '#core/ledger/lane-status.ts';
import { useEditor, useLive, useSession } from '#features/flow-editor/session/use-session.tsx';
import { FlowPhaseDot } from '#features/workspace/flow-phase-dot.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { classNames } from '#lib/class-names.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { nodeTitle } from '#nodes/registry.ts';

const outcomes = ['applied', 'unchanged', 'resolved', 'held', 'failed', 'parked', 'skipped'] as const;

const tones: Partial<Record<(typeof outcomes)[number], string>> = {
  held: 'text-conflict',
  failed: 'text-fail',
  parked: 'text-warn',
};

/** One end of a lane: its connection and its stream, without the stream's schema. */
function End({ nodeId }: { nodeId: string }) {
  const node = useEditor(({ graph }) => graph.nodes.find((other) => other.id === nodeId));
  if (node?.kind !== 'endpoint') return <code>{nodeId}</code>;
  return (
    <span title={`${node.connection} ${node.stream}`}>
      <span className="mr-1 font-normal text-ink-3">{nodeTitle(node)}</span>
      {node.stream.split('.').at(-1)}
    </span>
  );
}

/** Every lane of the deployed version, a line per direction. */
export function LaneTable() {
  const lanes = useLive((state) => state.status?.lanes) ?? [];
  const head = 'px-2 text-right text-xs font-normal text-ink-3 whitespace-nowrap';
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label="Lanes"
      className="overflow-x-auto"
    >
      <table className="w-full border-collapse tabular-nums">
        <thead>
          <tr className="h-7 border-b border-line">
            <th scope="col" className="px-4 text-left text-xs font-normal text-ink-3">
              Lane
            </th>
            <th scope="col" className="px-2 text-left text-xs font-normal text-ink-3">
              State
            </th>
            {outcomes.map((outcome) => (
              <th key={outcome} scope="col" className={classNames(head, 'capitalize')}>
                {outcome}
              </th>
            ))}
            <th scope="col" className={head}>
              Rate
            </th>
            <th scope="col" className={head}>
              Lag p50
            </th>
            <th scope="col" className={head}>
              Lag p99
            </th>
            <th scope="col" className={classNames(head, 'pr-4')}>
              Pending
            </th>
          </tr>
        </thead>
        {lanes.map((lane) => (
          <LaneRows key={lane.laneId} lane={lane} />
        ))}
      </table>
      {lanes.length === 0 ? <p className="px-4 py-3 text-ink-2">The runner has not reported yet.</p> : null}
    </section>
  );
}

function LaneRows({ lane }: { lane: LaneStatus }) {
  const left = <End nodeId={lane.leftNodeId} />;
  const right = <End nodeId={lane.rightNodeId} />;
  return (
    <tbody className="border-b border-line last:border-b-0">
      <DirectionRow lane={lane} side="left" from={left} to={right} direction={lane.forward} />
      <DirectionRow lane={lane} side="right" from={right} to={left} direction={lane.backward} />
    </tbody>
  );
}

function DirectionRow({
  lane,
  side,
  from,
  to,
  direction,
}: {
  lane: LaneStatus;
  side: 'left' | 'right';
  from: ReactNode;
  to: ReactNode;
  direction: DirectionStatus;
}) {
  const { id } = useSession();
  const { path } = useWorkspace();
  const { lane: laneName } = splitLaneId(lane.laneId);
  const cell = 'px-2 text-right whitespace-nowrap';
  return (
    <tr className="h-8 hover:bg-surface-2/60">
      <th scope="row" className="px-4 text-left font-medium whitespace-nowrap">
        <span className="inline-flex items-center gap-1.5">
          {from} <ArrowRight aria-label="to" className="size-3.5 text-ink-3" /> {to}
        </span>
      </th>
      <td className="px-2 whitespace-nowrap">
        {side === 'left' ? <FlowPhaseDot phase={lane.phase} /> : null}
      </td>
      {outcomes.map((outcome) => {
        const count = direction.counts[outcome];
        const query = new URLSearchParams({ flow: id, lane: laneName, side, status: outcome });
        return (
          <td key={outcome} className={classNames(cell, count > 0 ? tones[outcome] : 'text-ink-3')}>
            {count > 0 ? (
              <Link href={path(`/records?${query}`)} className="hover:underline">
                {count.toLocaleString('en')}
              </Link>
            ) : (
              0
            )}
          </td>
        );
      })}
      <td className={cell}>
        {lane.phase === 'paused' || lane.phase === 'failing'
          ? '–'
          : `${Math.round(direction.rate * 60).toLocaleString('en')}/m`}
      </td>
      <td className={cell}>{direction.lagP50 === null ? '–' : describeDuration(direction.lagP50)}</td>
      <td className={cell}>{direction.lagP99 === null ? '–' : describeDuration(direction.lagP99)}</td>
      <td className={classNames(cell, 'pr-4')}>{side === 'left' ? <Pending lane={lane} /> : null}</td>
    </tr>
  );
}

/** Records out of line, by why. */
function Pending({ lane }: { lane: LaneStatus }) {
  const { id } = useSession();
  const { path } = useWorkspace();
  const { reconcile, held, parked } = lane.pending;
  if (reconcile + held + parked === 0) return <span className="text-ink-3">0</span>;
  const link = (state: string, count: number, className: string) =>
    count === 0 ? null : (
      <Link
        href={path(`/conflicts?flow=${id}&state=${state}`)}
        className={classNames('hover:underline', className)}
      >
        {count.toLocaleString('en')} {state === 'reconcile' ? 'reconciling' : state}
      </Link>
    );
  return (
    <span className="inline-flex gap-2">
      {link('held', held, 'text-conflict')}
      {link('parked', parked, 'text-warn')}
      {link('reconcile', reconcile, 'text-ink-2')}
    </span>
  );
}
