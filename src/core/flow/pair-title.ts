import type { Side } from '../change/change-event.ts';
import type { FieldPair } from './flow-graph.ts';

/** A pair in the names of its fields, e.g. `first_name + last_name → full_name`. */
export function pairTitle(pair: FieldPair): string {
  const names = (side: Side) => pairFields(pair, side).join(' + ') || 'nothing';
  return `${names('left')} → ${names('right')}`;
}

/** The fields of a side that a pair joins, in its order; none where its value is computed from nothing. */
export function pairFields(pair: Pick<FieldPair, 'left' | 'right' | 'also'>, side: Side): string[] {
  return [...(pair[side] === '' ? [] : [pair[side]]), ...(pair.also?.[side] ?? [])];
}
