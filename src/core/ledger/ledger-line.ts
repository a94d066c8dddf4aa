import type { Row } from '../values/value.ts';
import type { FailurePlace } from './failure-place.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import type { PayloadPolicy } from './ledger-policy.ts';

/** Pairs of a left and a right field's name whose values are the same text on both sides. */
export type FieldPairNames = readonly (readonly [left: string, right: string])[];

/** A row that holds the other row's values under its own side's names. */
export type SameValues = { pairs: FieldPairNames };

/** An entry as it is written: a target row that repeats the source row's values is only said to. */
export type LedgerLine = Omit<LedgerEntry, 'targetBefore' | 'targetAfter'> & {
  targetBefore: Row | SameValues | null;
  targetAfter: Row | SameValues | null;
  /** Where it failed, where it did: kept with its issue. */
  place?: FailurePlace | null;
  /** The change gave the record another key: both, as the ledger names records. */
  renamed?: { from: string; to: string; carried: boolean };
  /** What was left out of its values; absent where they are all there. */
  payload?: Exclude<PayloadPolicy, 'full'>;
};

/** Whether a target row repeats the source row's values. */
export function isSameValues(row: LedgerLine['targetAfter']): row is SameValues {
  return row !== null && Array.isArray(row.pairs);
}
