import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { FindingFilter } from '#core/operations/finding-selection.ts';

/** Which lines of the ledger a bulk action is to act on, as the API takes them. */
export type LineTarget = { filter: LedgerFilter; seqs?: string[] };

/** Which of a verify's findings are to be repaired, as the API takes them. */
export type FindingTarget = { findings: FindingFilter; numbers?: number[] };

export type BulkTarget = LineTarget | FindingTarget;
