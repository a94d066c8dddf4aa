import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { Settlement } from '#core/ports/lane-store.ts';
import { conflictAccount, type LedgerFixture, ledgerEntry, ledgerFixture } from '#testing/ledger-fixture.ts';
import { countVerdicts } from './count-verdicts.ts';
import { listEntries } from './read-ledger.ts';

const day = 86_400_000_000;
const now = Date.now() * 1000;

let fixture: LedgerFixture;
beforeAll(async () => {
  fixture = await ledgerFixture('decided-conflicts');
  const { lanes, lease } = fixture;
  const held = (ordinal: number, record: string, more: Partial<LedgerEntry> = {}) =>
    ledgerEntry({ status: 'held', code: 'RECONCILING', ordinal, recordKey: record, ...more });
  await lanes.commit(lease, {
    entries: [
      // A conflict of three changes, on both sides and over midnight.
      held(1, '["1"]', { commitTime: now - day }),
      held(2, '["1"]', { commitTime: now - day + 1, side: 'right' }),
      held(3, '["1"]', { commitTime: now }),
      held(4, '["2"]'),
      held(5, '["3"]'),
      ledgerEntry({
        ordinal: 6,
        recordKey: '["4"]',
        status: 'resolved',
        cause: 'snapshot',
        conflict: conflictAccount({ left: 'name', rule: 'first meeting, prefer', winner: 'right' }),
      }),
      ledgerEntry({ ordinal: 7, recordKey: '["5"]' }),
    ],
  });
  const settled = (recordKey: string, conflict: Settlement['conflict'], more: Partial<Settlement> = {}) => ({
    laneId: 'f:l-m-r',
    recordKey,
    status: 'resolved' as const,
    code: 'CONFLICT_RESOLVED' as const,
    detail: '',
    appliedAt: now,
    before: { left: null, right: null },
    after: { left: null, right: null },
    conflict,
    ...more,
  });
  await lanes.commit(lease, {
    settle: [
      settled(
        '["1"]',
        conflictAccount(
          { left: 'name', rule: 'prefer', winner: 'left' },
          { left: 'mail', rule: 'newest', winner: 'right' },
        ),
      ),
      settled('["2"]', conflictAccount({ left: 'name', rule: 'hold', winner: 'right', by: 'Ada' })),
      settled('["3"]', conflictAccount({ left: 'mail', rule: 'hold', winner: 'held' }), { status: 'held' }),
    ],
  });
});
afterAll(() => fixture.close());

const records = async (conflict: Parameters<typeof countVerdicts>[2]['conflict']) => {
  const { entries } = await listEntries(fixture.pool, 'w', { conflict }, { limit: 50 });
  return entries.map((entry) => entry.recordKey).sort();
};

test('every decided conflict has one line in the log, however many changes were in it', async () => {
  expect(await records({})).toEqual(['["1"]', '["2"]', '["4"]']);
  const { entries } = await listEntries(fixture.pool, 'w', { recordKey: '["1"]' }, { limit: 50 });
  expect(entries.map(({ conflict }) => conflict?.fields.length)).toEqual([2, 2, 2]);
});

test('the log is narrowed by what was decided of one field', async () => {
  expect(await records({ field: 'name' })).toEqual(['["1"]', '["2"]', '["4"]']);
  expect(await records({ field: 'mail' })).toEqual(['["1"]']);
  expect(await records({ winner: 'right' })).toEqual(['["1"]', '["2"]', '["4"]']);
  expect(await records({ field: 'name', winner: 'right' })).toEqual(['["2"]', '["4"]']);
  expect(await records({ rule: 'first meeting, prefer' })).toEqual(['["4"]']);
  expect(await records({ decidedBy: 'person' })).toEqual(['["2"]']);
  expect(await records({ field: 'name', decidedBy: 'rule' })).toEqual(['["1"]', '["4"]']);
  expect(await records({ field: `name" || 1 == 1` })).toEqual([]);
  const { entries } = await listEntries(fixture.pool, 'w', { conflict: { field: 'mail' } }, { limit: 1 });
  expect(await records({ seq: entries[0]?.seq })).toEqual(['["1"]']);
  expect(await records({ seq: '999999' })).toEqual([]);
});

test('counts tell how each field was decided, of what matches alone', async () => {
  expect(await countVerdicts(fixture.pool, 'w', { conflict: {} })).toEqual({
    conflicts: 3,
    partial: false,
    verdicts: [
      { left: 'mail', rule: 'newest', winner: 'right', by: 'rule', count: 1 },
      { left: 'name', rule: 'first meeting, prefer', winner: 'right', by: 'rule', count: 1 },
      { left: 'name', rule: 'hold', winner: 'right', by: 'person', count: 1 },
      { left: 'name', rule: 'prefer', winner: 'left', by: 'rule', count: 1 },
    ],
  });
  expect(await countVerdicts(fixture.pool, 'w', { conflict: { field: 'mail' } })).toMatchObject({
    conflicts: 1,
    verdicts: [{ left: 'mail', count: 1 }],
  });
  expect(await countVerdicts(fixture.pool, 'w', { conflict: {}, side: 'right' })).toMatchObject({
    conflicts: 0,
    verdicts: [],
  });
  expect(await countVerdicts(fixture.pool, 'another', { conflict: {} })).toEqual({
    conflicts: 0,
    partial: false,
    verdicts: [],
  });
});

test('[E7] a change that comes again takes its conflict out of the log until it is decided again', async () => {
  const { lanes, lease } = fixture;
  const again = ledgerEntry({ status: 'held', code: 'RECONCILING', ordinal: 8, recordKey: '["6"]' });
  await lanes.commit(lease, { entries: [again] });
  const settle = {
    laneId: 'f:l-m-r',
    recordKey: '["6"]',
    status: 'resolved' as const,
    code: 'CONFLICT_RESOLVED' as const,
    detail: '',
    appliedAt: now,
    before: { left: null, right: null },
    after: { left: null, right: null },
    conflict: conflictAccount({ left: 'city', rule: 'newest', winner: 'left' }),
  };
  await lanes.commit(lease, { settle: [settle] });
  expect(await records({ field: 'city' })).toEqual(['["6"]']);
  await lanes.commit(lease, { entries: [again] });
  expect(await records({ field: 'city' })).toEqual([]);
});
