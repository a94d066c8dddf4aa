'use client';

import type { FirstSyncProgress, LaneStatus } from '#core/ledger/lane-status.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { nodeTitle } from '#nodes/registry.ts';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { useEditor, useLive } from '../session/use-session.tsx';

/** The lanes whose first sync runs. */
export function syncing(lanes: readonly LaneStatus[]): LaneStatus[] {
  return lanes.filter(
    (lane) => lane.firstSync && !(lane.firstSync.left.finished && lane.firstSync.right.finished),
  );
}

/** Is what looks like a first sync the comparison that follows a lost log? */
export function isRepairing(lanes: readonly LaneStatus[]): boolean {
  return lanes.some((lane) => lane.repair && !lane.repair.finished);
}

/** How far the first sync of every stream has come. */
export function FirstSyncPanel() {
  const status = useLive((state) => state.status);
  const lanes = syncing(status?.lanes ?? []);
  if (lanes.length === 0) return <p className="px-4 py-4 text-ink-2">No first sync is running.</p>;
  return (
    <ul aria-label="First sync">
      {lanes.flatMap((lane) =>
        lane.firstSync
          ? [
              <StreamProgress
                key={`${lane.laneId} left`}
                nodeId={lane.leftNodeId}
                progress={lane.firstSync.left}
                over={lane.firstSync.over}
              />,
              <StreamProgress
                key={`${lane.laneId} right`}
                nodeId={lane.rightNodeId}
                progress={lane.firstSync.right}
                over={lane.firstSync.over}
              />,
            ]
          : [],
      )}
    </ul>
  );
}

function StreamProgress({
  nodeId,
  progress,
  over,
}: {
  nodeId: string;
  progress: FirstSyncProgress;
  /** Fields over which the sides meet anew; null for whole records. */
  over: readonly string[] | null;
}) {
  const title = useEditor(({ graph }) => {
    const node = graph.nodes.find((other) => other.id === nodeId);
    return node ? nodeTitle(node) : nodeId;
  });
  const { stream, done, estimate, rate, secondsLeft, finished } = progress;
  const share = finished ? 1 : estimate ? done / estimate : null;
  return (
    <li className="grid h-9 grid-cols-[minmax(0,16rem)_minmax(4rem,1fr)_auto] items-center gap-4 border-b border-line px-4 tabular-nums">
      <span className="truncate">
        <span className="font-medium">{title}</span>{' '}
        <span className="font-mono text-sm text-ink-3">{stream}</span>
        {over ? <span className="text-sm text-ink-2">, only {over.join(', ')}</span> : null}
      </span>
      <ProgressBar
        label={`First sync of ${title} ${stream}`}
        value={share}
        tone={finished ? 'ok' : 'accent'}
      />
      <span className="w-80 text-right text-sm text-ink-2">
        {finished
          ? `${done.toLocaleString('en')} rows, done`
          : [
              `${done.toLocaleString('en')}${estimate === null ? '' : ` of ${estimate.toLocaleString('en')}`} rows`,
              `${Math.round(rate).toLocaleString('en')}/s`,
              secondsLeft === null ? '' : `${describeDuration(secondsLeft * 1000)} left`,
            ]
              .filter(Boolean)
              .join(' · ')}
      </span>
    </li>
  );
}
