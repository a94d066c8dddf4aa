import type { FlowEngine } from '#engine/flow-engine.ts';
import { passHeads } from '#engine/reconcile/lane-routes.ts';
import { verifyLane } from '#engine/verify/verify-lane.ts';

/** Compares both sides of an engine's first lane, once all that is under way has arrived. */
export async function verifyFirst(engine: FlowEngine): ReturnType<typeof verifyLane> {
  const [first] = engine.lanes;
  if (!first) throw new Error('no lane');
  return verifyLane({
    lane: first.runtime.lane,
    sessions: first.runtime.sessions,
    settle: () => passHeads(first),
    pendingKeys: async () => new Set(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
}
