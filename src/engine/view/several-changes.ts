import type { Change } from '#core/change/change-event.ts';
import type { Image, Row } from '#core/values/value.ts';

/** Places that the changes of one row take in its log: at most twice as many as it may have records. */
const PLACES = 8_192;

/** What one image of a row comes to, where code may make several records of it. */
export type GroupImage = {
  /** Names the row. */
  name: string;
  /** The records, in the code's order; null where it is not known which there are. */
  records: Row[] | null;
  /** What another record of the row is by this image: one that code fails for, or leaves out; null: there is none. */
  become: ((record: Row) => Image) | null;
  /** Stands for all records of the row, whichever there are: as this image tells of them, and when it is not there any more. */
  whole: { now: Image; gone: Image };
};

/** Names a record among those of its row. */
type NameOf = (record: Row) => string;

/**
 * What a change of a row comes to for the records that code makes of it: what is made anew is inserted, what is not
 * made any more is deleted, what comes out otherwise is updated. Where it is not known which records there were or are,
 * the change is one of the whole row, and of each record that there was. The changes and their places come out the same
 * each time.
 */
export function severalChanges(
  change: Change,
  before: GroupImage | null,
  after: GroupImage | null,
  nameOf: NameOf,
): Change[] {
  const parts =
    before && after && before.name !== after.name
      ? [...partsOf(before, null, nameOf), ...partsOf(null, after, nameOf)]
      : partsOf(before, after, nameOf);
  return parts.map((part, index) => ({ ...change, ...part, ordinal: change.ordinal * PLACES + index }));
}

type Part = Pick<Change, 'op' | 'before' | 'after'>;

function partsOf(before: GroupImage | null, after: GroupImage | null, nameOf: NameOf): Part[] {
  if ((before && !before.records) || (after && !after.records)) {
    const whole: Part = {
      op: before ? 'update' : 'insert',
      before: before?.whole.gone ?? null,
      after: after?.whole.now ?? before?.whole.gone ?? null,
    };
    const known = (after && before?.records) ?? [];
    return [
      whole,
      ...known.map((row): Part => ({ op: 'update', before: row, after: after?.become?.(row) ?? null })),
    ];
  }
  const was = new Map(before?.records?.map((row) => [nameOf(row), row]));
  const is = new Map(after?.records?.map((row) => [nameOf(row), row]));
  const parts: Part[] = [];
  for (const [name, row] of is) {
    const old = was.get(name) ?? null;
    if (!old) parts.push({ op: 'insert', before: null, after: row });
    else if (!isSame(old, row)) parts.push({ op: 'update', before: old, after: row });
  }
  for (const [name, row] of was) {
    if (is.has(name)) continue;
    const now = after?.become?.(row) ?? null;
    parts.push({ op: now ? 'update' : 'delete', before: row, after: now });
  }
  const [unchanged] = is.values();
  // A change of nothing that the mapping sees has its line all the same.
  if (parts.length === 0 && unchanged) parts.push({ op: 'update', before: unchanged, after: unchanged });
  return parts;
}

function isSame(one: Row, other: Row): boolean {
  return Object.keys(other).every((name) => one[name] === other[name]);
}
