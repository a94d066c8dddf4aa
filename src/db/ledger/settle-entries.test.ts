import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Settlement } from '#core/ports/lane-store.ts';
import { type LedgerFixture, ledgerEntry, ledgerFixture } from '#testing/ledger-fixture.ts';

let fixture: LedgerFixture;
beforeAll(async () => {
  fixture = await ledgerFixture('settle_entries');
});
afterAll(() => fixture.close());

const failed = (more: Partial<Settlement> = {}): Settlement => ({
  laneId: 'f:l-m-r',
  recordKey: '["1"]',
  status: 'parked',
  code: 'FOREIGN_KEY_VIOLATION',
  detail: 'There is no such firm.',
  place: null,
  appliedAt: Date.now() * 1000,
  before: { left: { id: '1', name: 'b' }, right: null },
  after: { left: { id: '1', name: 'b' }, right: null },
  conflict: null,
  ...more,
});

test('[E9] a record that is tried again and fails alike is written once; what it says otherwise is written', async () => {
  const { lanes, lease, pool } = fixture;
  const kept = async () => {
    const { rows } = await pool.query<{ superseded: number; detail: string }>(
      `SELECT (SELECT count(*)::int FROM ledger_superseded) AS superseded, detail FROM ledger_entry`,
    );
    return rows;
  };
  await lanes.commit(lease, { entries: [ledgerEntry({ status: 'held', code: 'RECONCILING' })] });
  for (let attempt = 0; attempt < 3; attempt += 1) await lanes.commit(lease, { settle: [failed()] });
  expect(await kept()).toEqual([{ superseded: 1, detail: 'There is no such firm.' }]);
  await lanes.commit(lease, { settle: [failed({ detail: 'There is no firm 7.' })] });
  expect(await kept()).toEqual([{ superseded: 2, detail: 'There is no firm 7.' }]);
  const there = { left: { id: '1', name: 'b' }, right: { id: '1', name: 'other' } };
  await lanes.commit(lease, {
    settle: [failed({ detail: 'There is no firm 7.', before: there, after: there })],
  });
  expect(await kept()).toMatchObject([{ superseded: 3 }]);
  expect(
    await lanes.commit(lease, {
      settle: [failed({ status: 'applied', code: null, detail: '', before: there })],
    }),
  ).toMatchObject([{ from: 'parked', to: 'applied', count: 1 }]);
  expect(await kept()).toMatchObject([{ superseded: 4 }]);
});
