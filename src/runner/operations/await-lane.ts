import { setTimeout as sleep } from 'node:timers/promises';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { BulkProgress } from '#core/operations/bulk-progress.ts';
import { type LaneContext, tripOf } from '#engine/reconcile/lane-routes.ts';
import { loadDeployed } from './load-deployed.ts';
import type { OperationWork } from './operation-runner.ts';
import { refuseMoved } from './refuse-moved.ts';
import { runningLane } from './running-lane.ts';

/** How long it waits before it looks again whether it can go on, milliseconds. */
const PAUSE = 500;

/**
 * The lane, once it runs and has met its data; what it waits for is told. Null where the deployed version has none such.
 * Throws `LEASE_STALE` where the flow runs elsewhere.
 */
export async function awaitLane(
  work: OperationWork,
  laneId: string,
  progress: BulkProgress,
): Promise<LaneContext | null> {
  for (;;) {
    const lane = runningLane(work, laneId);
    const phase = lane?.runtime.firstSync?.phase;
    const trip = lane && tripOf(lane);
    if (lane && phase === 'done' && !trip && !lane.signal.aborted) {
      progress.waiting = null;
      return lane;
    }
    if (!lane) {
      await refuseMoved(work);
      // Meanwhile another version may be deployed, or the flow deleted.
      if (!(await isDeployed(work, laneId))) return null;
    }
    progress.waiting = trip
      ? trippedWords(trip)
      : lane
        ? 'The mapping meets its data first.'
        : whyStopped(work);
    work.report({ ...progress });
    await sleep(PAUSE, undefined, { signal: AbortSignal.any([work.signal, work.pause]) });
  }
}

function trippedWords({ side }: BreakerTrip): string {
  return `The breaker has stopped what comes from the ${side} side, until a person approves or discards it.`;
}

async function isDeployed(work: OperationWork, laneId: string): Promise<boolean> {
  const { flowId, lanes } = await loadDeployed(work);
  return lanes.some(({ id }) => `${flowId}:${id}` === laneId);
}

function whyStopped({ supervisor, operation }: OperationWork): string {
  const error = supervisor.worker(operation.flowId ?? '')?.status().error;
  return error ? `The flow does not run: ${error.message}` : 'The flow does not run.';
}
