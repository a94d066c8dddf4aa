import { summarizeTrip } from '#core/ledger/breaker-trip.ts';
import type { LaneStatus } from '#core/ledger/lane-status.ts';
import { nowMicros } from '#lib/micros.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import { isBroken } from '../plan/compiled-lane.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';

/** A lane as of now, for people. */
export function laneStatus({ runtime, routes }: LaneContext, live: boolean): LaneStatus {
  const breaker = [runtime.trips.left, runtime.trips.right].flatMap((trip) =>
    trip ? [summarizeTrip(trip)] : [],
  );
  const now = nowMicros();
  const { lane, meter, open, firstSync, firstSyncMeter, estimates } = runtime;
  const { plan } = lane;
  const progress = (side: 'left' | 'right') =>
    firstSync && firstSyncMeter.progress(side, lane[side].stream, firstSync, estimates[side]);
  const left = progress('left');
  const right = progress('right');
  return {
    laneId: lane.id,
    mappingNodeId: plan.mappingNodeId,
    conflictNodeId: plan.conflictNodeId,
    leftNodeId: plan.left.nodeId,
    rightNodeId: plan.right.nodeId,
    edgeIds: plan.edgeIds,
    phase: phaseOf(runtime, live, breaker.length > 0),
    forward: meter.status('left', now),
    backward: meter.status('right', now),
    firstSync: left && right ? { left, right, over: firstSync?.only ?? null } : null,
    repair: firstSync?.repair
      ? { startedAt: firstSync.startedAt, finished: firstSync.phase === 'done' }
      : null,
    pending: {
      reconcile: open.count('reconcile'),
      held: open.count('held'),
      parked: open.count('parked'),
    },
    queued: { left: routes.left?.log.waiting ?? 0, right: routes.right?.log.waiting ?? 0 },
    breaker,
    clocks: { left: { ...runtime.clocks.left }, right: { ...runtime.clocks.right } },
  };
}

function phaseOf({ lane, firstSync }: LaneRuntime, live: boolean, tripped: boolean): LaneStatus['phase'] {
  if (!live) return 'starting';
  if (isBroken(lane)) return 'failing';
  if (tripped) return 'tripped';
  return firstSync?.phase === 'done' ? 'live' : 'first-sync';
}
