import type { Image } from '../values/value.ts';
import type { Change, ChangeOp } from './change-event.ts';

/** What a run of changes of one record comes to. */
export type FoldedChange = {
  /** `nothing`: inserted and deleted again. */
  op: ChangeOp | 'nothing';
  /** The row before the first change. */
  before: Image | null;
  /** The row after the last one, with what the log left out filled in from earlier changes. */
  after: Image | null;
  /** The changes themselves, in order. */
  changes: Change[];
};

/**
 * Folds the changes of one stream into one per record, following renames. A record is known by
 * where its key stands at each moment: when a key passes from one record to another (one is
 * deleted or renamed away, another takes its key), both come out, in the order in which they began.
 *
 * @param key the fields that find a record.
 */
export function fold(changes: readonly Change[], key: readonly string[]): FoldedChange[] {
  const folded: FoldedChange[] = [];
  const current = new Map<string, FoldedChange>();
  for (const change of changes) {
    const after = keyOf(change.after, key);
    const before = keyOf(change.before, key) ?? after;
    const known = before === null ? undefined : current.get(before);
    const entry = known && continues(known, change) ? extend(known, change) : begin(folded, change);
    if (before !== null && before !== after && current.get(before) === entry) current.delete(before);
    const now = after ?? before;
    if (now !== null) current.set(now, entry);
  }
  return folded;
}

function begin(folded: FoldedChange[], change: Change): FoldedChange {
  const entry = { op: change.op, before: change.before, after: change.after, changes: [change] };
  folded.push(entry);
  return entry;
}

/** A row that is gone can only be inserted anew, one that is there only be changed. */
function continues(entry: FoldedChange, change: Change): boolean {
  return isGone(entry) === (change.op === 'insert');
}

function extend(entry: FoldedChange, change: Change): FoldedChange {
  const wasGone = isGone(entry);
  const inserted = entry.op === 'insert' || entry.op === 'nothing';
  if (change.op === 'delete') entry.op = inserted ? 'nothing' : 'delete';
  else entry.op = inserted ? 'insert' : 'update';
  entry.after = change.after && !wasGone ? fillUnknown(change.after, entry.after) : change.after;
  entry.changes.push(change);
  return entry;
}

function isGone(entry: FoldedChange): boolean {
  return entry.op === 'delete' || entry.op === 'nothing';
}

function fillUnknown(image: Image, earlier: Image | null): Image {
  const filled: Image = { ...image };
  for (const name of Object.keys(filled)) {
    if (filled[name] === undefined) filled[name] = earlier?.[name];
  }
  return filled;
}

function keyOf(image: Image | null, key: readonly string[]): string | null {
  if (!image) return null;
  const values: (string | null)[] = [];
  for (const name of key) {
    const value = image[name];
    if (value === undefined) return null;
    values.push(value);
  }
  return JSON.stringify(values);
}
