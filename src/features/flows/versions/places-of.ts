import type { ComparedFlows } from '#core/flow/compare-flows.ts';
import { GAP_Y, type Point, placeOf } from '#features/flow-editor/graph/place.ts';
import { CARD_SIZE } from '#nodes/node-definition.ts';

/** Where each step is drawn: at its place, and what was removed below whatever stands there now. */
export function placesOf({ nodes }: ComparedFlows): Map<string, Point> {
  const places = new Map<string, Point>();
  for (const { id, what, node } of nodes) if (what !== 'removed') places.set(id, placeOf(node));
  for (const { id, what, node } of nodes) {
    if (what !== 'removed') continue;
    const place = { ...placeOf(node) };
    const hit = () => [...places.values()].find((other) => overlaps(place, other));
    for (let other = hit(); other; other = hit()) place.y = other.y + CARD_SIZE.height + GAP_Y;
    places.set(id, place);
  }
  return places;
}

function overlaps(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < CARD_SIZE.width + 16 && Math.abs(a.y - b.y) < CARD_SIZE.height + 16;
}
