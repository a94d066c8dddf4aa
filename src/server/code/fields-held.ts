import type { Side } from '#core/change/change-event.ts';
import type { Law } from '#core/code/law-report.ts';
import { writesTo } from '#core/flow/direction.ts';
import { partsOf } from '#core/transform/joined-fields.ts';
import type { NodePlace } from './place-of-node.ts';

/**
 * Fields of a lens that have to come back: of those on the mapping's side only what some pair carries to the
 * lens's side, since nobody writes the others. Where more code lies between the lens and the mapping, all of them.
 */
export function fieldsHeld(places: readonly NodePlace[]): Partial<Record<Law, ReadonlySet<string>>> {
  if (places.length === 0 || places.some(({ behind }) => behind.some(({ kind }) => kind === 'code')))
    return {};
  const held = new Set(places.flatMap(({ lane, side }) => carriedTo(lane, side)));
  return places[0]?.side === 'left' ? { output: held } : { input: held };
}

function carriedTo(lane: NodePlace['lane'], side: Side): string[] {
  return lane.fields
    .filter(({ direction }) => writesTo(direction, side))
    .flatMap((pair) => partsOf(pair, side));
}
