import {
  parseAsArrayOf,
  parseAsFloat,
  parseAsInteger,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs';
import { ErrorCode } from '#core/errors/codes.ts';
import { LedgerCause, LedgerOp, LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';

/** Time ranges that end now, in milliseconds. */
export const ranges = {
  '15m': { label: 'last 15 minutes', length: 15 * 60_000 },
  '1h': { label: 'last hour', length: 3_600_000 },
  '24h': { label: 'last 24 hours', length: 86_400_000 },
  '7d': { label: 'last 7 days', length: 7 * 86_400_000 },
  '30d': { label: 'last 30 days', length: 30 * 86_400_000 },
} as const;
export type Range = keyof typeof ranges;

export const rangeNames = Object.keys(ranges) as Range[];

/** The filter of the records page as its address holds it. */
export const recordParams = {
  flow: parseAsString,
  lane: parseAsString,
  record: parseAsString,
  /** The bulk action that wrote the lines. */
  operation: parseAsString,
  /** Name of a changed field. */
  field: parseAsString,
  /** Position of a transaction in its side's log. */
  tx: parseAsString,
  status: parseAsArrayOf(parseAsStringLiteral(LedgerStatus.options)),
  op: parseAsArrayOf(parseAsStringLiteral(LedgerOp.options)),
  code: parseAsArrayOf(parseAsStringLiteral(ErrorCode.options)),
  cause: parseAsStringLiteral(LedgerCause.options),
  side: parseAsStringLiteral(['left', 'right'] as const),
  /** Number of the flow's version that wrote the lines. */
  version: parseAsInteger,
  q: parseAsString,
  /** Carried so long after the commit, milliseconds. */
  tookFrom: parseAsFloat,
  tookTo: parseAsFloat,
  range: parseAsStringLiteral(rangeNames),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  cursor: parseAsString,
};

export type RecordParams = {
  [K in keyof typeof recordParams]: ReturnType<(typeof recordParams)[K]['parse']>;
};

/** Nothing filtered. */
export const noFilters: RecordParams = {
  flow: null,
  lane: null,
  record: null,
  operation: null,
  field: null,
  tx: null,
  status: null,
  op: null,
  code: null,
  cause: null,
  side: null,
  version: null,
  q: null,
  tookFrom: null,
  tookTo: null,
  range: null,
  from: null,
  to: null,
  cursor: null,
};

/** The ledger's filter for what the address says. `now` in milliseconds ends a relative range. */
export function ledgerFilter(params: RecordParams, now: number): LedgerFilter {
  // Whole minutes, so that the query stays the same one while it is looked at.
  const since = params.range
    ? new Date(Math.floor((now - ranges[params.range].length) / 60_000) * 60_000)
    : null;
  return {
    flowId: params.flow ?? undefined,
    laneId: params.flow && params.lane ? `${params.flow}:${params.lane}` : undefined,
    recordKey: params.record ?? undefined,
    operationId: params.operation ?? undefined,
    field: params.field?.trim() || undefined,
    position: params.tx ?? undefined,
    status: params.status ?? undefined,
    op: params.op ?? undefined,
    code: params.code ?? undefined,
    cause: params.cause ?? undefined,
    side: params.side ?? undefined,
    version: versionOf(params),
    text: params.q?.trim() || undefined,
    took: tookOf(params),
    from: (since ?? params.from)?.toISOString(),
    to: since ? undefined : params.to?.toISOString(),
  };
}

/** Undefined where the address holds a number that no version has. */
function versionOf({ version }: RecordParams): number | undefined {
  return version !== null && version >= 1 && version < 2 ** 31 ? version : undefined;
}

/** How long what is looked for took; undefined where the address does not say, or nonsense. */
function tookOf({ tookFrom, tookTo }: RecordParams): LedgerFilter['took'] {
  if (tookFrom === null && tookTo === null) return undefined;
  if ((tookFrom ?? 0) < 0 || (tookTo ?? 1) <= 0) return undefined;
  return { least: tookFrom ?? undefined, under: tookTo ?? undefined };
}

/** Is any part of the filter on? The page within the result does not count. */
export function isFiltered(params: RecordParams): boolean {
  return Object.entries(params).some(([name, value]) => name !== 'cursor' && value !== null);
}
