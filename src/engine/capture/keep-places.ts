import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide } from '#core/change/change-event.ts';
import type { KeptPlace } from '#core/ports/lane-store.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';

const EVERY_MILLISECONDS = 2_000;

/**
 * Writes down now and then how far each target has applied: should it come back in an older state, that is
 * seen (E8). What is written was durable on the target before.
 */
export async function keepPlaces(lanes: readonly LaneContext[], signal: AbortSignal): Promise<void> {
  const kept = new Map<string, string>();
  while (!signal.aborted) {
    await sleep(EVERY_MILLISECONDS, undefined, { signal }).catch(() => undefined); // the flow stops
    for (const { runtime, routes, store, lease } of lanes) {
      const moved: KeptPlace[] = [];
      for (const side of ['left', 'right'] as const) {
        const { tag } = runtime.lane[otherSide(side)];
        const place = routes[side]?.applied(tag);
        if (!place || place.position === '') continue;
        const text = `${place.position} ${place.ordinal}`;
        if (kept.get(tag) === text) continue;
        kept.set(tag, text);
        moved.push({ laneId: runtime.lane.id, side, place });
      }
      if (moved.length > 0) await store.commit(lease, { places: moved });
    }
  }
}
