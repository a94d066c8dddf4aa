import type { Side } from '../change/change-event.ts';
import { joinedName } from '../transform/joined-fields.ts';
import type { FieldPair } from './flow-graph.ts';
import type { LaneField } from './lane.ts';

/** A pair in the names of its fields, e.g. `first_name + last_name → full_name`. */
export function pairTitle(pair: FieldPair): string {
  const names = (side: Side) => pairFields(pair, side).join(' + ') || 'nothing';
  return `${names('left')} → ${names('right')}`;
}

/** The fields of a side that a pair joins, in its order; none where its value is computed from nothing. */
export function pairFields(pair: Pick<FieldPair, 'left' | 'right' | 'also'>, side: Side): string[] {
  return [...(pair[side] === '' ? [] : [pair[side]]), ...(pair.also?.[side] ?? [])];
}

/** The names that a lane has for a pair of these fields, and the fields themselves of a side that is not just one. */
export function laneNames({
  left,
  right,
}: Record<Side, string[]>): Pick<LaneField, 'left' | 'right' | 'parts'> {
  const [leftName, rightName] = [left.join(' + '), right.join(' + ')];
  const parts = { ...(left.length === 1 ? {} : { left }), ...(right.length === 1 ? {} : { right }) };
  return {
    left: joinedName(left, rightName),
    right: joinedName(right, leftName),
    ...(Object.keys(parts).length === 0 ? {} : { parts }),
  };
}

/** The names under which a lane knows the pair. */
export function pairNames(pair: Pick<FieldPair, 'left' | 'right' | 'also'>): { left: string; right: string } {
  const { left, right } = laneNames({ left: pairFields(pair, 'left'), right: pairFields(pair, 'right') });
  return { left, right };
}
