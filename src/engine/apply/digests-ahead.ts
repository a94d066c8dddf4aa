import { otherSide } from '#core/change/change-event.ts';
import type { DigestsAhead } from '#core/ports/lane-store.ts';
import { agreedDigests } from './agreed-digests.ts';
import type { DirectedLane } from './batch-plan.ts';
import type { Part } from './prepare-part.ts';

/**
 * The digests of what a part has written, by the lane and the side that it came from. They are kept before the target
 * commits and count after it: a runner that dies in between knows by the target's checkpoint whether they do.
 */
export function digestsAhead({ plan, planned }: Part): DigestsAhead[] {
  const byWay = new Map<DirectedLane, typeof planned>();
  for (const each of planned) {
    const { directed } = each.record;
    if (!directed.runtime.lane.needsDigests) continue;
    const way = byWay.get(directed);
    if (way) way.push(each);
    else byWay.set(directed, [each]);
  }
  return [...byWay].flatMap(([{ runtime, from }, settled]) => {
    const { lane } = runtime;
    const place = plan.places.get(lane[otherSide(from)].tag);
    const digests = agreedDigests(settled);
    return place && digests.length > 0 ? [{ laneId: lane.id, side: from, place, digests }] : [];
  });
}
