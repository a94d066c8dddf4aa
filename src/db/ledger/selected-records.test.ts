import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LedgerFixture, ledgerEntry, ledgerFixture } from '#testing/ledger-fixture.ts';
import { newestLine, SelectedRecords } from './selected-records.ts';

let fixture: LedgerFixture;
beforeAll(async () => {
  fixture = await ledgerFixture('selected_records');
});
afterAll(() => fixture.close());

const LINES = 20;
const PER_PAGE = 2;

test('[E19] whoever reads a selection again from an earlier place finds all lines of its records', async () => {
  const { pool, lanes, lease } = fixture;
  const start = Date.now() * 1000;
  // One transaction after the other, each of a record of its own.
  const entries = Array.from({ length: LINES }, (_, n) =>
    ledgerEntry({ ordinal: n, recordKey: `["${n}"]`, commitTime: start + n * 1_000_000 }),
  );
  await lanes.commit(lease, { entries });
  const selection = { filter: { flowId: 'f', visible: null }, asOf: await newestLine(pool) };
  const records = new SelectedRecords(pool, 'w', selection, 'op');
  /** Reads so many pages one behind the other, as they are in hand together. @returns where each begins, and what it holds */
  const readOn = async (from: string | null, count: number) => {
    const pages: { from: string | null; keys: string[] }[] = [];
    let next = from;
    for (let n = 0; n < count; n += 1) {
      const page = await records.page(next, PER_PAGE);
      pages.push({ from: next, keys: page.records.map(({ recordKey }) => recordKey) });
      next = page.next;
    }
    return pages;
  };
  const before = await readOn(null, 6);
  // A fault: the page after the first three is the first one that was not done.
  const again = await readOn(before[3]?.from ?? null, 3);
  expect(again.map(({ keys }) => keys)).toEqual([
    ['["6"]', '["7"]'],
    ['["8"]', '["9"]'],
    ['["10"]', '["11"]'],
  ]);
  const keys = again.flatMap((page) => page.keys);
  const lines = await records.lines('f:l-m-r', keys, 'since');
  expect([...lines.keys()]).toEqual(keys);
});
