import type { FirstSyncState } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';

/**
 * Takes note that what happened on these connections until now is in no log any more: their feeds must
 * be made anew. A lane that had been through its first sync will compare both sides; one that had not
 * begins it again. Durable when it returns, so that a crash after the feed was made forgets nothing (E8).
 */
export async function noteLostFeeds(lanes: readonly LaneContext[], lost: ReadonlySet<string>): Promise<void> {
  for (const { runtime, routes, store, lease, logger } of lanes) {
    const connections = (['left', 'right'] as const)
      .filter((side) => routes[side])
      .map((side) => runtime.lane[side].connection)
      .filter((connection) => lost.has(connection));
    if (connections.length === 0) continue;
    const known = await store.firstSync(runtime.lane.id);
    if (!known || known.shape !== runtime.lane.shape) continue;
    const state: FirstSyncState = {
      ...known,
      generation: known.generation + 1,
      phase: 'left',
      cursor: null,
      copying: null,
      startedAt: nowMicros(),
      // A lane that met over some fields knew of the others: it has been through its first sync.
      repair: known.repair || known.phase === 'done' || known.only !== null,
      only: null,
      fresh: {},
      done: { left: 0, right: 0 },
    };
    await store.commit(lease, { firstSync: [{ laneId: runtime.lane.id, state }] });
    logger.warn(
      { lane: runtime.lane.id, connections, repair: state.repair },
      state.repair
        ? 'a log was lost: both sides are compared, and what differs is repaired'
        : 'a log was lost: the first sync begins again',
    );
  }
}
