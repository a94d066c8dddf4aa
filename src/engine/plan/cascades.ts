import { otherSide, type Side } from '#core/change/change-event.ts';
import { readsFrom } from '#core/flow/direction.ts';
import type { Lane, LaneField } from '#core/flow/lane.ts';
import { partsOf } from '#core/transform/joined-fields.ts';

/**
 * What a change leads to beyond its own fields. A lane skips what it wrote itself, so a pair that is computed
 * from a field which the lane has just written does not follow by itself: both sides must be looked at again.
 */
export type Cascades = {
  /** Columns of the side that changes come from, whose counterparts a pair that leads back is computed from. */
  update: ReadonlySet<string>;
  /** A pair that leads back computes something for every record that is new on the side. */
  insert: boolean;
};

/** The cascades of a lane by the side that changes come from; null where there are none, as in most lanes. */
export function cascadesFrom(plan: Pick<Lane, 'direction' | 'fields'>, from: Side): Cascades | null {
  if (plan.direction !== 'both') return null;
  const to = otherSide(from);
  const back = plan.fields.filter(
    (pair) => !pair.key && readsFrom(pair.direction, to) && isComputed(plan, pair, to),
  );
  if (back.length === 0) return null;
  const read = new Set(back.flatMap((pair) => partsOf(pair, to)));
  const touched = plan.fields.filter(
    (pair) => readsFrom(pair.direction, from) && partsOf(pair, to).some((name) => read.has(name)),
  );
  const others = touched.filter((pair) => back.some((each) => each !== pair && shares(each, pair, to)));
  const update = new Set(others.map((pair) => pair[from]));
  const insert = back.some((pair) => pair.direction !== 'both');
  return insert || update.size > 0 ? { update, insert } : null;
}

/** Does the pair take more than its own field's value as it is? */
function isComputed(plan: Pick<Lane, 'fields'>, pair: LaneField, to: Side): boolean {
  if (pair.parts || pair.transform) return true;
  return plan.fields.some((other) => other !== pair && shares(other, pair, to));
}

function shares(a: LaneField, b: LaneField, side: Side): boolean {
  return partsOf(a, side).some((name) => partsOf(b, side).includes(name));
}
