import type { Change, Side } from '../change/change-event.ts';
import type { PendingRecord } from '../ledger/pending-record.ts';
import type { Row, Value } from '../values/value.ts';
import { type AgreedPairs, agreedPair, writtenPair } from './agreed-since.ts';
import type { Base } from './base.ts';
import { changedOn } from './changed-since.ts';
import type { DecideField } from './decision.ts';
import { type Touches, touch } from './touch.ts';

/** What is known of how an open record came to where it is: all that its decision needs besides what stands now. */
export type Course = Pick<PendingRecord, 'base' | 'first' | 'touched' | 'written'>;

/** A new one each time: records do not share what was touched. */
const untouched = (): Touches => ({ left: {}, right: {} });

/** The course of a record that is opened with this base; its changes are absorbed next. */
export function beginCourse(base: Base, first: boolean): Course {
  return { base, first, touched: untouched(), written: { left: {}, right: {} } };
}

/**
 * Takes one change of the record. Taken again it changes nothing, and it does not matter which side's
 * changes are taken first. Two things that a change began at are later agreements than the base: what a
 * reconcile had written, and, where the side's earlier changes are all carried, whatever it held.
 *
 * @param crossed the side made the change before it got our last write, so that it began at something older.
 */
export function absorbChange(
  course: Course,
  side: Side,
  change: Pick<Change, 'op' | 'before' | 'after' | 'commitTime'>,
  fields: readonly DecideField[],
  crossed: boolean,
): Course {
  let { base } = course;
  for (const field of fields) {
    const before = change.before?.[field[side]];
    if (before === undefined) continue;
    const written = writtenPair(course.written, field, side);
    if (written && field.digest[side](before) === field.digest[side](written[side])) {
      base = agreedOn(base, field, agreedPair(field, side, written));
    } else if (!crossed && base.kind === 'values' && course.touched[side][field.left] === undefined) {
      if (changedOn(base, field, side, before) === true) base = heldOn(base, field, side, before);
    }
  }
  return { ...course, base, touched: touch(course.touched, side, change, fields) };
}

/** Notes what is about to be written to a side, with the other side's values that stand beside it. */
export function noteWritten(course: Course, side: Side, pairs: AgreedPairs): Course {
  return { ...course, written: { ...course.written, [side]: { ...course.written[side], ...pairs } } };
}

/** Forgets what had been written of a record where this took it back: its sides did not agree on it. */
export function takeBack(
  course: Course,
  back: Record<Side, { set: Row } | null>,
  fields: readonly DecideField[],
): Course {
  const remaining = (side: Side): AgreedPairs => {
    const kept = fields.filter((field) => !(field[side] in (back[side]?.set ?? {})));
    const names = new Set(kept.map((field) => field.left));
    return Object.fromEntries(Object.entries(course.written[side]).filter(([name]) => names.has(name)));
  };
  return { ...course, written: { left: remaining('left'), right: remaining('right') } };
}

/** Both sides agree on `left`; what was absorbed since they were read begins there. */
export function settleCourse(left: Row | null, unread: Touches | null): Course {
  const base: Base = left ? { kind: 'values', side: 'left', row: left } : { kind: 'absent' };
  return { ...beginCourse(base, false), touched: unread ?? untouched() };
}

/** The base with one field as this side held it, where it can be told as the base's side would. */
function heldOn(base: Extract<Base, { kind: 'values' }>, field: DecideField, side: Side, held: Value): Base {
  const reads = base.side === side || field.key || field.direction === 'both';
  if (!reads) return base;
  const value = base.side === side ? held : field.to[base.side](held);
  return { ...base, row: { ...base.row, [field[base.side]]: value } };
}

/** The base with one field that both sides agreed on later than on the rest. */
function agreedOn(base: Base, field: DecideField, pair: AgreedPairs[string]): Base {
  if (base.kind === 'values') {
    return { ...base, row: { ...base.row, [field[base.side]]: pair[base.side] } };
  }
  const digests = { left: field.digest.left(pair.left), right: field.digest.right(pair.right) };
  return {
    kind: 'digests',
    fields: { ...(base.kind === 'digests' ? base.fields : {}), [field.left]: digests },
  };
}
