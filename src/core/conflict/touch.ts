import { put } from '#lib/put.ts';
import type { Change, Side } from '../change/change-event.ts';
import type { LaneField } from '../flow/lane.ts';

/** When each side last changed a field since the base, microseconds, by left field name; `*`: the record itself. */
export type Touches = Record<Side, Record<string, number>>;

/** Adds what one change touched. An insert or delete touches every field and the record itself. */
export function touch(
  touches: Touches,
  side: Side,
  change: Pick<Change, 'op' | 'before' | 'after' | 'commitTime'>,
  fields: readonly Pick<LaneField, 'left' | 'right'>[],
): Touches {
  const touched = { ...touches[side] };
  const mark = (name: string) => {
    const before = Object.hasOwn(touched, name) ? (touched[name] as number) : 0;
    put(touched, name, Math.max(before, change.commitTime));
  };
  if (change.op !== 'update') mark('*');
  for (const field of fields) if (changes(change, field[side])) mark(field.left);
  return { ...touches, [side]: touched };
}

function changes(change: Pick<Change, 'op' | 'before' | 'after'>, name: string): boolean {
  if (change.op !== 'update') return true;
  const after = change.after?.[name];
  if (after === undefined) return false;
  const before = change.before?.[name];
  // Without the old value any field of the new row may be the one that changed.
  return before === undefined || before !== after;
}
