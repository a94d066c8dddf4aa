import { setTimeout as sleep } from 'node:timers/promises';
import { type LaneContext, passHeads } from '#engine/reconcile/lane-routes.ts';
import type { OperationWork } from './operation-runner.ts';
import { StoppedLanes } from './stopped-lanes.ts';

/** How long records that are being reconciled are waited for, milliseconds. */
const PATIENCE = 3_000;

type Work = Pick<OperationWork, 'supervisor' | 'operation' | 'signal'>;

/** The lane as it runs in this process; undefined while it does not. */
export function runningLane({ supervisor, operation }: Work, laneId: string): LaneContext | undefined {
  const running = supervisor.worker(operation.flowId ?? '')?.running;
  return running?.engine.lanes.find((each) => each.runtime.lane.id === laneId);
}

/** Lets what is under way arrive, if the lane runs: both logs pass their heads, and reconciles end. */
export async function settleLane(work: Work, laneId: string): Promise<void> {
  const lane = runningLane(work, laneId);
  if (!lane) {
    // The flow does not run: nothing is under way that waiting would bring.
    await sleep(50);
    return;
  }
  await awaitArrival(lane, work.signal);
}

/** Lets what is under way in a running lane arrive; what a breaker has stopped is for a person to let go on, and not waited for. */
export async function awaitArrival(lane: LaneContext, signal: AbortSignal): Promise<void> {
  const stopped = new StoppedLanes();
  stopped.watch(lane);
  try {
    await passHeads({ ...lane, signal: AbortSignal.any([lane.signal, signal, stopped.signal]) });
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
  } finally {
    stopped.end();
  }
  const until = Date.now() + PATIENCE;
  while (Date.now() < until && !signal.aborted) {
    await sleep(100);
    if (lane.runtime.open.busyCount() === 0) return;
  }
}
