import type { ErrorCode } from '../errors/codes.ts';
import type { LedgerStatus } from '../ledger/ledger-entry.ts';
import type { Histogram } from './histogram.ts';

/** What became of changes, and how many. */
export type Outcomes = Record<LedgerStatus, number>;

export function noOutcomes(): Outcomes {
  return { applied: 0, unchanged: 0, resolved: 0, held: 0, failed: 0, parked: 0, skipped: 0 };
}

/** What happened on one side of a lane within some time. */
export type LaneTally = {
  /**
   * Changes of the side by the outcome that they came to within this time, whenever they were made. One that is being
   * reconciled has none yet; one that was parked, or held for a person, and is carried later, comes to two.
   */
  outcomes: Outcomes;
  /** Of those that were parked or failed: why. */
  errors: Partial<Record<ErrorCode, number>>;
  /** From the source's commit, by our clock, until the other side's: changes that were carried as they came. */
  lag: Histogram | null;
  /** How long records differed, see `docs/figures.md`; one count for each time that a record came to agree. */
  disagreement: Histogram | null;
};
