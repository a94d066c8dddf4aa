import { otherSide, type Side } from '#core/change/change-event.ts';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { Write } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

export type Undoing = { side: Side; write: Write };

/**
 * The writes that take back what a line of a first meeting tells of, each guarded by what the meeting
 * left there: a record that has changed since is missed, and stays as it is.
 */
export function planUndo(lane: CompiledLane, line: LedgerEntry): Undoing[] {
  const { side, before, after, targetBefore, targetAfter } = line;
  const source = before ? undoOn(lane, side, before, after) : null;
  return [undoOn(lane, otherSide(side), targetBefore, targetAfter), source].filter((each) => each !== null);
}

/** What takes one side's row back from what it became to what it was; null where nothing does. */
export function undoOn(
  lane: CompiledLane,
  side: Side,
  before: Row | null,
  after: Row | null,
): Undoing | null {
  if (after && !before) return undoing(lane, side, 'delete', after, { guard: after, set: {} });
  if (before && !after) return undoing(lane, side, 'insert', before, { guard: null, set: before });
  if (!before || !after) return null;
  const names = Object.keys(after).filter((name) => name in before && before[name] !== after[name]);
  if (names.length === 0) return null;
  return undoing(lane, side, 'update', after, { guard: pick(after, names), set: pick(before, names) });
}

function undoing(
  lane: CompiledLane,
  side: Side,
  op: Write['op'],
  row: Row,
  values: Pick<Write, 'guard' | 'set'>,
): Undoing {
  const { tag, stream, key, compareAs } = lane[side];
  return { side, write: { tag, stream, op, key: pick(row, key), ...values, compareAs } };
}

function pick(row: Row, names: string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
}
