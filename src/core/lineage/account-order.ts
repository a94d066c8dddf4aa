import type { LedgerRow } from '../ledger/ledger-filter.ts';
import { type Clocks, changeTimes, effectsOf } from './effects-of.ts';
import { settlements } from './settlements.ts';

/** A line, and when its change was made, microseconds since 1970 by our clock as far as that can be told. */
export type PlacedLine = { line: LedgerRow; happenedAt: number };

/**
 * A record's lines by when the changes that they tell of were made, oldest first: in true order also where the two
 * systems' clocks differ, as in {@link effectsOf}. What no side changed has the time at which it was settled.
 */
export function accountOrder(lines: readonly LedgerRow[], clocks: Clocks): PlacedLine[] {
  const times = changeTimes(effectsOf(lines, clocks));
  return settlements(lines)
    .flat()
    .map((line) => ({ line, happenedAt: times.get(line.seq) ?? line.appliedAt }))
    .sort((a, b) => a.happenedAt - b.happenedAt);
}
