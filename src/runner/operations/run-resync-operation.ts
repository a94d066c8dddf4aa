import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { keyRange } from '#core/flow/key-range.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { LaneContext } from '#engine/reconcile/lane-routes.ts';
import { resyncMeeting } from '#engine/snapshot/meeting.ts';
import { type ResyncState, resyncLane } from '#engine/snapshot/resync-lane.ts';
import { loadDeployed } from './load-deployed.ts';
import type { OperationWork } from './operation-runner.ts';
import { refuseMoved } from './refuse-moved.ts';
import { runningLane } from './running-lane.ts';

const key = z.array(z.string()).nullable().default(null);
const Input = z.object({
  stream: z.string(),
  from: key,
  to: key,
  rate: z.number().positive().nullable().default(null),
});

const LaneState = z.object({
  phase: z.enum(['left', 'right', 'done']),
  cursor: z.string().nullable(),
  ...{ met: z.int(), settled: z.int(), held: z.int(), parked: z.int(), open: z.int() },
});
const Progress = z.object({ lanes: z.record(z.string(), LaneState) });

/** How long the flow may take to be running again, milliseconds: after a crash it is taken up anew, too. */
const PATIENCE = 60_000;

/** Meets one stream of a running flow anew, in every lane that it is an end of. It goes on where a dead runner was. */
export async function runResyncOperation(work: OperationWork): Promise<object> {
  const { stream, from, to, rate } = Input.parse(work.operation.input);
  const { operation, signal } = work;
  const loaded = await loadDeployed(work);
  const lanes: Record<string, ResyncState> = Progress.safeParse(operation.progress).data?.lanes ?? {};
  // How many records a range has, nobody has counted.
  const estimate = from || to ? null : estimateOf(loaded.lanes, stream);
  const report = () => work.report({ ...summary(lanes), estimate, lanes });
  for (const plan of loaded.lanes) {
    const side = sideOf(plan, stream);
    if (!side) continue;
    const context = await awaitLane(work, `${loaded.flowId}:${plan.id}`, loaded.name);
    const state = lanes[plan.id] ?? {
      ...{ phase: 'left', cursor: null, met: 0, settled: 0, held: 0, parked: 0, open: 0 },
    };
    lanes[plan.id] = state;
    await resyncLane(context, resyncMeeting(operation.id, operation.createdAt), {
      state,
      within: keyRange(plan, side, { from, to }),
      rate,
      signal: AbortSignal.any([signal, context.signal]),
      onProgress: report,
    }).catch((error: unknown) => {
      if (!signal.aborted && context.signal.aborted) throw notRunning(loaded.name);
      throw error;
    });
  }
  if (Object.keys(lanes).length === 0) {
    throw new SyncError('STREAM_MISSING', `"${loaded.name}" carries no stream ${stream}.`);
  }
  return { stream, ...summary(lanes) };
}

function sideOf(lane: Lane, stream: string): 'left' | 'right' | null {
  if (lane.left.stream.name === stream) return 'left';
  return lane.right.stream.name === stream ? 'right' : null;
}

/** Waits until the lane runs and has met its data: a walk beside its first sync would be for nothing. */
async function awaitLane(work: OperationWork, laneId: string, flow: string): Promise<LaneContext> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const lane = runningLane(work, laneId);
    const phase = lane?.runtime.firstSync?.phase;
    if (lane && phase === 'done') return lane;
    if (!lane) await refuseMoved(work);
    // A first sync takes its time; a flow that does not run is told of.
    if (!lane && Date.now() > until) throw notRunning(flow);
    await sleep(200, undefined, { signal: work.signal });
  }
}

function notRunning(flow: string): SyncError {
  return new SyncError(
    'FLOW_NOT_RUNNING',
    `"${flow}" does not run, and only a running flow can be resynced.`,
  );
}

function summary(lanes: Record<string, ResyncState>) {
  const sum = (of: (state: ResyncState) => number) =>
    Object.values(lanes).reduce((total, state) => total + of(state), 0);
  return {
    met: sum((state) => state.met),
    settled: sum((state) => state.settled),
    held: sum((state) => state.held),
    parked: sum((state) => state.parked),
    open: sum((state) => state.open),
  };
}

function estimateOf(lanes: Lane[], stream: string): number {
  return lanes
    .filter((lane) => sideOf(lane, stream))
    .reduce(
      (sum, lane) => sum + (lane.left.stream.rowEstimate ?? 0) + (lane.right.stream.rowEstimate ?? 0),
      0,
    );
}
