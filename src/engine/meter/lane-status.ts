import { summarizeTrip } from '#core/ledger/breaker-trip.ts';
import type { LaneStatus } from '#core/ledger/lane-status.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import { isBroken } from '../plan/compiled-lane.ts';

/** A lane as of now, for people. */
export function laneStatus(runtime: LaneRuntime, live: boolean): LaneStatus {
  const breaker = [runtime.trips.left, runtime.trips.right].flatMap((trip) =>
    trip ? [summarizeTrip(trip)] : [],
  );
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
    forward: meter.status('left'),
    backward: meter.status('right'),
    firstSync: left && right ? { left, right, over: firstSync?.only ?? null } : null,
    repair: firstSync?.repair
      ? { startedAt: firstSync.startedAt, finished: firstSync.phase === 'done' }
      : null,
    pending: {
      reconcile: open.count('reconcile'),
      held: open.count('held'),
      parked: open.count('parked'),
    },
    breaker,
  };
}

function phaseOf({ lane, firstSync }: LaneRuntime, live: boolean, tripped: boolean): LaneStatus['phase'] {
  if (!live) return 'starting';
  if (isBroken(lane)) return 'failing';
  if (tripped) return 'tripped';
  return firstSync?.phase === 'done' ? 'live' : 'first-sync';
}
