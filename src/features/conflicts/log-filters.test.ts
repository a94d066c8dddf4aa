import { expect, test } from 'vitest';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { isLogFiltered, logFilter, noLogFilters } from './log-filters.ts';

const now = Date.parse('2026-11-22T10:00:30Z');

test('the log is of decided conflicts, whatever else is filtered', () => {
  expect(LedgerFilter.parse(logFilter(noLogFilters, now))).toEqual({ conflict: {} });
  expect(isLogFiltered({ ...noLogFilters, cursor: 'x' })).toBe(false);
});

test('every part is taken over, and the API accepts it', () => {
  const params = {
    ...noLogFilters,
    flow: 'f1',
    lane: 'a-m-b',
    field: 'email',
    rule: 'prefer',
    winner: 'left' as const,
    by: 'rule' as const,
    operation: 'o1',
    range: '1h' as const,
  };
  expect(LedgerFilter.parse(logFilter(params, now))).toEqual({
    flowId: 'f1',
    laneId: 'f1:a-m-b',
    operationId: 'o1',
    from: '2026-11-22T09:00:00.000Z',
    conflict: { field: 'email', rule: 'prefer', winner: 'left', decidedBy: 'rule' },
  });
  expect(isLogFiltered(params)).toBe(true);
});
