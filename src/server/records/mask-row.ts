import type { Side } from '#core/change/change-event.ts';
import type { VisibleLane } from '#core/masking/mask-lanes.ts';
import { isMaskedValue, type ShownRow } from '#core/masking/shown-value.ts';
import type { Masker } from './masker.ts';
import { ValueNumbers } from './value-numbers.ts';

/** A row of a lane's side as the caller may see it; of a lane that is not known any more, nothing. */
export function maskRow<T extends ShownRow | null>(
  { visible }: Masker,
  at: { laneId: string; side: Side },
  row: T,
  numbers: ValueNumbers = new ValueNumbers(),
): ShownRow | Extract<T, null> {
  if (!visible || !row) return row as ShownRow | Extract<T, null>;
  const lane = visible.lanes.get(at.laneId);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      lane?.[at.side].has(name) || (isMaskedValue(value) && value.digest === undefined)
        ? value
        : numbers.of(pairName(lane, at.side, name), isMaskedValue(value) ? (value.digest ?? null) : value),
    ]),
  );
}

/** May the caller see the values of these fields of a lane, by their left names (`*` for all of them)? */
export function seesFields(masker: Masker, laneId: string, leftNames: readonly string[]): boolean {
  if (!masker.visible) return true;
  const lane = masker.visible.lanes.get(laneId);
  return leftNames.every((name) => (name === '*' ? seesPairs(masker, laneId) : lane?.left.has(name)));
}

/** May the caller see everything in the two streams of a lane? Texts of a system may quote any field of theirs, mapped or not. */
export function seesLane({ visible }: Masker, laneId: string): boolean {
  return !visible || visible.lanes.get(laneId)?.whole === true;
}

/** May the caller see every value that a lane pairs? */
export function seesPairs({ visible }: Masker, laneId: string): boolean {
  if (!visible) return true;
  const lane = visible.lanes.get(laneId);
  if (!lane?.key) return false;
  return [...lane.leftOf].every(([right, left]) => lane.left.has(left) && lane.right.has(right));
}

function pairName(lane: VisibleLane | undefined, side: Side, name: string): string {
  return side === 'left' ? name : (lane?.leftOf.get(name) ?? name);
}
