import { describe, expect, it } from 'vitest';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { isFiltered, ledgerFilter, noFilters } from './record-filters.ts';

const now = Date.parse('2026-11-22T10:00:30Z');

describe('ledgerFilter', () => {
  it('is empty for nothing filtered', () => {
    expect(Object.values(ledgerFilter(noFilters, now)).filter((part) => part !== undefined)).toEqual([]);
    expect(isFiltered({ ...noFilters, cursor: 'x' })).toBe(false);
  });

  it('takes every part over, and the API accepts it', () => {
    const params = {
      ...noFilters,
      flow: 'f1',
      lane: 'a-m-b',
      status: ['failed' as const],
      q: ' dana ',
      tookFrom: 250,
      version: 3,
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-11-02T00:00:00Z'),
    };
    expect(LedgerFilter.parse(ledgerFilter(params, now))).toEqual({
      flowId: 'f1',
      laneId: 'f1:a-m-b',
      status: ['failed'],
      text: 'dana',
      took: { least: 250 },
      version: 3,
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-02T00:00:00.000Z',
    });
    expect(isFiltered(params)).toBe(true);
  });

  it('ends a relative range now, whatever absolute times stand beside it', () => {
    const filter = ledgerFilter({ ...noFilters, range: '1h', to: new Date(0) }, now);
    expect(filter.from).toBe('2026-11-22T09:00:00.000Z');
    expect(filter.to).toBeUndefined();
  });
});
