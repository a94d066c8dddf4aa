import { expect, test } from 'vitest';
import { LedgerFilter } from './ledger-filter.ts';

test('an empty filter is one, and every part narrows', () => {
  expect(LedgerFilter.parse({})).toEqual({});
  const filter = {
    flowId: 'f',
    laneId: 'f:a-m-b',
    status: ['failed', 'parked'],
    code: ['CAST_FAILED'],
    side: 'left',
    op: ['update'],
    cause: 'live',
    recordKey: '["1"]',
    text: 'grace',
    from: '2026-01-01T00:00:00Z',
    to: '2026-01-02T00:00:00+01:00',
  };
  expect(LedgerFilter.parse(filter)).toEqual(filter);
});

test.each([
  { status: ['done'] },
  { code: ['NOPE'] },
  { side: 'top' },
  { from: 'yesterday' },
  { text: 'x'.repeat(201) },
])('%j is refused', (filter) => {
  expect(LedgerFilter.safeParse(filter).success).toBe(false);
});
