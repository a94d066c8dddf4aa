import { otherSide, type Side } from '../change/change-event.ts';
import type { Lane } from '../flow/lane.ts';
import { sameType } from '../values/same-type.ts';

/**
 * Does a field's value on a side follow exactly from the other side's? Where the types differ or steps stand between, a
 * side may hold a finer value that is equal all the same (E13).
 */
export function followsExactly(lane: Lane, side: Side, field: string): boolean {
  const pair = lane.fields.find((each) => each[side] === field);
  if (!pair || pair.transform || pair.parts || pair.through) return false;
  const type = (of: Side) => lane[of].stream.fields.find(({ name }) => name === pair[of])?.type;
  const [own, other] = [type(side), type(otherSide(side))];
  return own !== undefined && other !== undefined && sameType(own, other);
}
