import type { Image } from '../values/value.ts';
import type { Change, ChangeOp } from './change-event.ts';

/** What a run of changes of one record comes to. */
export type FoldedChange = {
  /** `nothing`: inserted and deleted again. */
  op: ChangeOp | 'nothing';
  /**
   * The row before the first change. Where the log shows that a field was changed in between by a
   * write that is not among the changes (our own, of the other side's value), the value that it got
   * there: both sides agreed on it.
   */
  before: Image | null;
  /** The row after the last one, with what the log left out filled in from earlier changes. */
  after: Image | null;
  /** The changes themselves, in order. */
  changes: Change[];
  /**
   * One of its keys belonged to another of these records before or after it. Only in the right order
   * could the two be written one by one; looked up by key on both sides, they need no order.
   */
  contested: boolean;
};

/**
 * Folds the changes of one stream into one per record, following renames. A record is known by
 * where its key stands at each moment: when a key passes from one record to another (one is
 * deleted or renamed away, another takes its key), both come out, in the order in which they began,
 * and are marked as contested. A record that is deleted and made anew under its key is one record.
 *
 * @param key the fields that find a record.
 */
export function fold(changes: readonly Change[], key: readonly string[]): FoldedChange[] {
  const folded: FoldedChange[] = [];
  const current = new Map<string, FoldedChange>();
  const owners = new Map<string, FoldedChange>();
  for (const change of changes) {
    const after = keyOf(change.after, key);
    const before = keyOf(change.before, key) ?? after;
    const known = before === null ? undefined : current.get(before);
    const entry = known && continues(known, change) ? extend(known, change) : begin(folded, change);
    if (before !== null && before !== after && current.get(before) === entry) current.delete(before);
    const now = after ?? before;
    if (now !== null) current.set(now, entry);
    for (const name of before === now ? [now] : [before, now]) if (name !== null) claim(owners, name, entry);
  }
  return folded;
}

function claim(owners: Map<string, FoldedChange>, name: string, entry: FoldedChange): void {
  const owner = owners.get(name);
  if (owner && owner !== entry) {
    owner.contested = true;
    entry.contested = true;
  }
  owners.set(name, entry);
}

function begin(folded: FoldedChange[], change: Change): FoldedChange {
  const { op, before, after } = change;
  const entry: FoldedChange = { op, before, after, changes: [change], contested: false };
  folded.push(entry);
  return entry;
}

/** A row that is gone can only be inserted anew, one that is there only be changed. */
function continues(entry: FoldedChange, change: Change): boolean {
  return isGone(entry) === (change.op === 'insert');
}

function extend(entry: FoldedChange, change: Change): FoldedChange {
  const wasGone = isGone(entry);
  if (!wasGone) entry.before = withInterveningWrites(entry, change);
  const inserted = entry.op === 'insert' || entry.op === 'nothing';
  if (change.op === 'delete') entry.op = inserted ? 'nothing' : 'delete';
  else entry.op = inserted ? 'insert' : 'update';
  entry.after = change.after && !wasGone ? fillUnknown(change.after, entry.after) : change.after;
  entry.changes.push(change);
  return entry;
}

function withInterveningWrites({ before, after }: FoldedChange, next: Change): Image | null {
  if (!before || !after || !next.before) return before;
  const rebased: Image = { ...before };
  for (const [name, value] of Object.entries(next.before)) {
    const last = after[name];
    if (value !== undefined && last !== undefined && value !== last) rebased[name] = value;
  }
  return rebased;
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
