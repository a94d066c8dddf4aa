import { describe, expect, test } from 'vitest';
import type { LaneCommit } from '#core/ports/lane-store.ts';
import type { CompiledLane, CompiledLink } from '../plan/compiled-lane.ts';
import { LinkBook } from './link-book.ts';
import { renameKeys } from './rename-keys.ts';

type Links = NonNullable<LaneCommit['links']>;

/** A store of links, and books that read it: one per engine that ever ran. */
function linkedRecords(pairs: [string, string][]) {
  const stored: Links = {
    put: pairs.map(([left, right]) => ({ laneId: 'f:l', recordKey: JSON.stringify([left]), left, right })),
    former: [],
  };
  const open = () => {
    const book = new LinkBook(async (side, keys) => {
      const former = stored.former.filter((each) => each.side === side && keys.includes(each.key));
      const named = new Set(former.map(({ recordKey }) => recordKey));
      const links = stored.put.filter((link) => keys.includes(link[side] ?? '') || named.has(link.recordKey));
      return { links: links.map((link) => ({ ...link })), former };
    });
    const lane = {
      id: 'f:l',
      link: { book, keys: { left: 'id', right: 'id' } },
    } as unknown as CompiledLane & {
      link: CompiledLink;
    };
    const rename = (...renames: [string, string, string][]) =>
      renameKeys(
        lane,
        'left',
        renames.map(([from, to, at]) => ({ from, to, at })),
        async ({ put, former }) => {
          const names = new Set(put.map(({ recordKey }) => recordKey));
          stored.put = [...stored.put.filter(({ recordKey }) => !names.has(recordKey)), ...put];
          stored.former.push(...former);
        },
      );
    const right = async (left: string, at?: string) => {
      await book.load('left', [left]);
      return book.peek('left', left, at)?.right ?? null;
    };
    return { book, rename, right };
  };
  return { stored, open };
}

describe('[E18] keys that change', () => {
  test('move the link, and each place in the log still finds the record that had the key there', async () => {
    const { open, stored } = linkedRecords([['1', 'A']]);
    const engine = open();
    expect(await engine.rename(['1', '7', 'p5'])).toEqual([]);
    expect(await engine.right('7')).toBe('A');
    expect(await engine.right('1')).toBeNull();
    expect(await engine.right('1', 'p3')).toBe('A');
    expect(await engine.right('1', 'p5')).toBe('A');
    expect(await engine.right('1', 'p6')).toBeNull();
    expect(engine.book.formerCount('left', '1')).toBe(1);
    // What still refers to the old key means the record that had it last.
    expect(engine.book.translate('left', '1')).toBe('A');
    // The record keeps its name.
    expect(stored.put).toEqual([{ laneId: 'f:l', recordKey: '["1"]', left: '7', right: 'A' }]);
  });

  test.each([
    {
      way: 'by way of a third key',
      renames: [
        ['1', '9', 'p1'],
        ['2', '1', 'p2'],
        ['9', '2', 'p3'],
      ],
    },
    {
      way: 'in one statement',
      renames: [
        ['1', '2', 'p1'],
        ['2', '1', 'p2'],
      ],
    },
  ] as { way: string; renames: [string, string, string][] }[])(
    'are told apart where two records exchange them $way, also when the log is read again',
    async ({ renames }) => {
      const { open, stored } = linkedRecords([
        ['1', 'A'],
        ['2', 'B'],
      ]);
      await open().rename(...renames);
      // Another engine reads the same changes once more, in smaller steps.
      const engine = open();
      for (const each of renames) await engine.rename(each);
      expect(await engine.right('1')).toBe('B');
      expect(await engine.right('2')).toBe('A');
      expect(await engine.right('1', 'p1')).toBe('A');
      expect(stored.put).toHaveLength(2);
    },
  );

  test('pass from a record that is gone to one that is there', async () => {
    const { open, stored } = linkedRecords([
      ['1', 'A'],
      ['2', 'B'],
    ]);
    const engine = open();
    await engine.rename(['1', '2', 'p4']);
    expect(await engine.right('2')).toBe('A');
    expect(await engine.right('2', 'p3')).toBe('B');
    expect(stored.put.find(({ right }) => right === 'B')).toMatchObject({ left: null });
  });

  test('of records without a link are handed back', async () => {
    const { open } = linkedRecords([]);
    expect(await open().rename(['1', '2', 'p4'])).toEqual([{ from: '1', to: '2', at: 'p4' }]);
  });
});

describe('[E16] the book of links', () => {
  test('forgets what was not asked for in a long time, and says so in place of taking it for new', async () => {
    const { open } = linkedRecords([['1', 'A']]);
    const { book } = open();
    expect(() => book.peek('left', '1')).toThrow(/looked up before it was loaded/);
    await book.load('left', ['1']);
    for (let round = 0; round < 3; round += 1) {
      await book.load(
        'right',
        Array.from({ length: 50_000 }, (_, i) => `${round}/${i}`),
      );
    }
    expect(book.knows('left', '1')).toBe(false);
    await book.load('left', ['1']);
    expect(book.peek('left', '1')?.right).toBe('A');
  });
});
