import type { Change } from '#core/change/change-event.ts';
import type { CompiledFilter } from '../plan/compile-filter.ts';

/**
 * A change as a side's filter lets the lane see it. One that makes a record meet the filter is an
 * insert; one after which it does not meet it any more is a delete, or `left` where the other side
 * keeps its record; `hidden` is what the filter never let through.
 */
export function filterChange(filter: CompiledFilter, change: Change): Change | 'left' | 'hidden' {
  const { before } = change;
  // What the log leaves out of a new row is as it was in the old one.
  const after = change.after && { ...before, ...known(change.after) };
  const was = before !== null && filter.holds(before);
  const is = after !== null && filter.holds(after);
  if (was && is) return change;
  if (is) return change.op === 'insert' ? change : { ...change, op: 'insert', before: null, after };
  if (!was) return 'hidden';
  if (after === null) return change;
  return filter.leave(after) === 'delete' ? { ...change, op: 'delete', after: null } : 'left';
}

/** The fields that the log told. */
export function known(image: NonNullable<Change['after']>): NonNullable<Change['after']> {
  return Object.fromEntries(Object.entries(image).filter(([, value]) => value !== undefined));
}
