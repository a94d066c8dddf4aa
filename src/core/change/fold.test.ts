import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Image, Row } from '../values/value.ts';
import type { Change } from './change-event.ts';
import { type FoldedChange, fold } from './fold.ts';

let ordinal = 0;
function change(op: Change['op'], before: Image | null, after: Image | null): Change {
  return {
    kind: 'change',
    position: '1',
    ordinal: ordinal++,
    commitTime: 1,
    stream: 's',
    op,
    before,
    after,
    writer: null,
  };
}
const insert = (after: Image) => change('insert', null, after);
const update = (before: Image | null, after: Image) => change('update', before, after);
const remove = (before: Image) => change('delete', before, null);
const brief = ({ op, before, after, changes, contested }: FoldedChange) => ({
  op,
  before,
  after,
  n: changes.length,
  contested,
});
const folded = (...changes: Change[]) => fold(changes, ['k']).map(brief);

describe('changes of one record become one', () => {
  const one = { k: '1', a: 'x' };
  const two = { k: '1', a: 'y' };
  const moved = { k: '2', a: 'y' };
  const single = (op: string, before: Image | null, after: Image | null, n = 2) => [
    { op, before, after, n, contested: false },
  ];

  test('insert and update are an insert of the last values', () => {
    expect(folded(insert(one), update(one, two))).toEqual(single('insert', null, two));
  });
  test('updates are one, from the first old row to the last new one', () => {
    expect(folded(update(one, two), update(two, one), update(one, two))).toEqual(
      single('update', one, two, 3),
    );
  });
  test('update and delete are a delete of what stood there first', () => {
    expect(folded(update(one, two), remove(two))).toEqual(single('delete', one, null));
  });
  test('delete and insert are an update', () => {
    expect(folded(remove(one), insert(two))).toEqual(single('update', one, two));
  });
  test('insert and delete are nothing, and an insert again if it comes back', () => {
    expect(folded(insert(one), remove(one))).toEqual(single('nothing', null, null));
    expect(folded(insert(one), remove(one), insert(two))).toEqual(single('insert', null, two, 3));
  });
  test('a renamed record is followed', () => {
    expect(folded(update(two, moved), update(moved, { k: '2', a: 'z' }))).toEqual(
      single('update', two, { k: '2', a: 'z' }),
    );
    expect(folded(update(two, moved), remove(moved))).toEqual(single('delete', two, null));
    expect(folded(insert(two), update(two, moved))).toEqual(single('insert', null, moved));
  });
  test('an update without an old row keeps its key', () => {
    expect(folded(update(null, two), update(null, one))).toEqual(single('update', null, one));
  });
  test('what the log leaves out is what an earlier change told', () => {
    expect(folded(insert(one), update(null, { k: '1', a: undefined }))).toEqual(single('insert', null, one));
    expect(folded(update(null, { k: '1', a: undefined }))).toEqual(
      single('update', null, { k: '1', a: undefined }, 1),
    );
    expect(folded(remove(one), insert({ k: '1', a: undefined }))[0]?.after).toEqual({ k: '1', a: undefined });
  });
  test('a row whose key the log does not hold stands for itself', () => {
    const nameless = update(null, { k: undefined, a: 'x' });
    expect(folded(nameless, nameless)).toHaveLength(2);
  });
});

describe('a key that passes from one record to another', () => {
  test('by a delete', () => {
    const list = folded(
      update({ k: '1' }, { k: '1', a: 'x' }),
      remove({ k: '2' }),
      update({ k: '1', a: 'x' }, { k: '2', a: 'x' }),
    );
    expect(list).toEqual([
      { op: 'update', before: { k: '1' }, after: { k: '2', a: 'x' }, n: 2, contested: true },
      { op: 'delete', before: { k: '2' }, after: null, n: 1, contested: true },
    ]);
  });
  test('by a rename, and by a swap', () => {
    const cascade = folded(update({ k: '1' }, { k: '2' }), insert({ k: '1' }), insert({ k: '9' }));
    expect(cascade.map((entry) => entry.contested)).toEqual([true, true, false]);
    const swap = folded(
      update({ k: '1' }, { k: 't' }),
      update({ k: '2' }, { k: '1' }),
      update({ k: 't' }, { k: '2' }),
    );
    expect(swap.map(({ before, after, contested }) => [before?.k, after?.k, contested])).toEqual([
      ['1', '2', true],
      ['2', '1', true],
    ]);
  });
  test('changes that do not follow from each other are kept apart', () => {
    expect(folded(insert({ k: '1' }), insert({ k: '1', a: 'x' })).map((entry) => entry.op)).toEqual([
      'insert',
      'insert',
    ]);
    expect(folded(remove({ k: '1' }), remove({ k: '1' })).every((entry) => entry.contested)).toBe(true);
  });
});

/** Steps over a table with a key and a value; those that cannot be are left out. */
const steps = fc.array(
  fc.record({
    op: fc.constantFrom('insert', 'update', 'rename', 'delete'),
    k: fc.nat(4),
    to: fc.nat(4),
    a: fc.nat(9),
  }),
  { maxLength: 30 },
);
const start = fc
  .uniqueArray(fc.nat(4))
  .map((keys) => new Map(keys.map((k) => [String(k), { k: String(k), a: 'old' } as Row])));

function play(table: Map<string, Row>, list: { op: string; k: number; to: number; a: number }[]): Change[] {
  const changes: Change[] = [];
  for (const { op, k, to, a } of list) {
    const before = table.get(String(k));
    const after = { k: op === 'rename' ? String(to) : String(k), a: String(a) };
    if (op === 'insert') {
      if (before) continue;
      table.set(after.k, after);
      changes.push(insert(after));
    } else if (before) {
      if (op === 'rename' && k !== to && table.has(after.k)) continue;
      table.delete(before.k as string);
      if (op !== 'delete') table.set(after.k, after);
      changes.push(op === 'delete' ? remove(before) : update(before, after));
    }
  }
  return changes;
}

test('[E2] written at once, the folded changes come to what the changes come to one by one', () => {
  fc.assert(
    fc.property(start, steps, (table, list) => {
      const target = new Map(table);
      const changes = play(table, list);
      const entries = fold(changes, ['k']);
      expect(entries.flatMap((entry) => entry.changes).length).toBe(changes.length);
      for (const { before } of entries) if (before) expect(target.delete(String(before.k))).toBe(true);
      for (const { after } of entries) {
        if (!after) continue;
        expect(target.has(String(after.k))).toBe(false);
        target.set(String(after.k), after as Row);
      }
      expect(Object.fromEntries(target)).toEqual(Object.fromEntries(table));
    }),
    { numRuns: 2000 },
  );
});

test('[E10] what is not contested may be written in any order', () => {
  fc.assert(
    fc.property(start, steps, fc.boolean(), (table, list, backwards) => {
      const target = new Map(table);
      const free = fold(play(table, list), ['k']).filter((entry) => !entry.contested);
      for (const { before, after } of backwards ? free.reverse() : free) {
        if (before) expect(target.delete(String(before.k))).toBe(true);
        if (after) expect(target.has(String(after.k))).toBe(false);
        if (after) target.set(String(after.k), after as Row);
      }
      for (const { after } of free) if (after) expect(table.get(String(after.k))).toEqual(after);
    }),
    { numRuns: 2000 },
  );
});
