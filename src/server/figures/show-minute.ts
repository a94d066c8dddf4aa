import type { Outcomes } from '#core/figures/lane-tally.ts';
import { readDepths } from '#db/figures/read-depths.ts';
import { percentilesOf } from '#db/figures/read-series.ts';
import { readTallies, type TallyStep } from '#db/figures/read-tallies.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

const MINUTE = 60_000;

/** One way through a lane, in one minute. */
export type MinuteOfWay = {
  outcomes: Outcomes;
  errors: TallyStep['errors'];
  /** Milliseconds; null where nothing passed. */
  lag: { p50: number; p95: number; p99: number } | null;
};

/** A lane in one minute; a way is null where it did not run. */
export type MinuteOfLane = {
  laneId: string;
  left: MinuteOfWay | null;
  right: MinuteOfWay | null;
  depth: { reconcile: number; held: number; parked: number } | null;
};

/**
 * What was in one minute of a flow, lane by lane. Lanes that did not run then are left out.
 * @param at any moment of the minute. Minutes are kept for two days.
 * @throws SyncError `NOT_FOUND`.
 */
export async function showMinute(
  context: WorkspaceContext,
  { id, at }: { id: string; at: Date },
): Promise<{ at: number; lanes: MinuteOfLane[] }> {
  const flow = await findFlow(context, { id });
  const { pool } = context.services;
  const from = Math.floor(at.getTime() / MINUTE) * MINUTE;
  const window = { from: new Date(from), to: new Date(from + MINUTE) };
  const scope = { flowIds: [flow.id] };
  const [left, right, depths] = await Promise.all([
    readTallies(pool, { ...scope, side: 'left' }, window, { byLane: true }),
    readTallies(pool, { ...scope, side: 'right' }, window, { byLane: true }),
    readDepths(pool, scope, window, { byLane: true }),
  ]);
  const names = new Set([...left, ...right, ...depths].flatMap(({ laneId }) => laneId ?? []));
  const lanes = [...names].map((laneId): MinuteOfLane => {
    const depth = depths.find((each) => each.laneId === laneId);
    return {
      laneId,
      left: wayOf(left.find((each) => each.laneId === laneId)),
      right: wayOf(right.find((each) => each.laneId === laneId)),
      depth: depth ? { reconcile: depth.reconcile, held: depth.held, parked: depth.parked } : null,
    };
  });
  return { at: from, lanes };
}

function wayOf(tally: TallyStep | undefined): MinuteOfWay | null {
  if (!tally) return null;
  return { outcomes: tally.outcomes, errors: tally.errors, lag: percentilesOf(tally.lag) };
}
