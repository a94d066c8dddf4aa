import { parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs';
import type { ConflictFilter } from '#core/ledger/conflict-filter.ts';
import { FieldVerdict } from '#core/ledger/ledger-entry.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { ledgerFilter, noFilters, rangeNames } from '../records/record-filters.ts';

/** The filter of the log of decided conflicts as the page's address holds it. */
export const logParams = {
  flow: parseAsString,
  lane: parseAsString,
  field: parseAsString,
  rule: parseAsString,
  winner: parseAsStringLiteral(FieldVerdict.shape.winner.options),
  by: parseAsStringLiteral(['rule', 'person'] as const),
  side: parseAsStringLiteral(['left', 'right'] as const),
  operation: parseAsString,
  range: parseAsStringLiteral(rangeNames),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
};

export type LogParams = { [K in keyof typeof logParams]: ReturnType<(typeof logParams)[K]['parse']> };

/** Nothing filtered. */
export const noLogFilters: LogParams = {
  flow: null,
  lane: null,
  field: null,
  rule: null,
  winner: null,
  by: null,
  side: null,
  operation: null,
  range: null,
  from: null,
  to: null,
  cursor: null,
};

export type LogFilter = LedgerFilter & { conflict: ConflictFilter };

/** The ledger's filter for what the address says. `now` in milliseconds ends a relative range. */
export function logFilter(params: LogParams, now: number): LogFilter {
  const { flow, lane, side, range, from, to } = params;
  return {
    ...ledgerFilter({ ...noFilters, flow, lane, side, range, from, to }, now),
    operationId: params.operation ?? undefined,
    conflict: {
      field: params.field ?? undefined,
      rule: params.rule ?? undefined,
      winner: params.winner ?? undefined,
      decidedBy: params.by ?? undefined,
    },
  };
}

/** Is any part of the filter on? The page within the result does not count. */
export function isLogFiltered(params: LogParams): boolean {
  return Object.entries(params).some(([name, value]) => name !== 'cursor' && value !== null);
}
