import type { LaneContext } from './reconcile/lane-routes.ts';

/**
 * For each lane, the lanes whose records its own refer to on either side: they are met first, so
 * that a reference finds what it points at. Circles of references are cut where they close.
 */
export function firstSyncOrder(lanes: LaneContext[]): Map<LaneContext, LaneContext[]> {
  const order = new Map<LaneContext, LaneContext[]>();
  const reaches = (from: LaneContext, to: LaneContext): boolean =>
    from === to || (order.get(from) ?? []).some((next) => reaches(next, to));
  for (const lane of lanes) {
    order.set(lane, []);
    for (const other of lanes) {
      if (other !== lane && refersTo(lane, other) && !reaches(other, lane)) order.get(lane)?.push(other);
    }
  }
  return order;
}

function refersTo(lane: LaneContext, other: LaneContext): boolean {
  return (['left', 'right'] as const).some((side) => {
    const end = lane.runtime.lane.plan[side];
    return (['left', 'right'] as const).some((otherSide) => {
      const target = other.runtime.lane.plan[otherSide];
      if (target.connection !== end.connection) return false;
      return end.stream.references.some((reference) => reference.stream === target.stream.name);
    });
  });
}
