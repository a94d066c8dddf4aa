'use client';

import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { microsToIso } from '#lib/micros.ts';
import type { LineTarget } from './bulk-target.ts';
import { type Ticks, useTicks } from './use-ticks.ts';

type Line = Pick<ShownEntry, 'seq' | 'commitTime'>;

/** Lines that were ticked, by their number; or all that the filter finds. */
export type RecordSelection = Ticks<Line> & {
  /** Null while nothing is selected. */
  target: LineTarget | null;
};

/**
 * The lines ticked in a table of the ledger.
 *
 * @param asked what the person asked for, where the filter moves on with the time: something else begins anew
 */
export function useRecordSelection(filter: LedgerFilter, asked: object = filter): RecordSelection {
  const ticks = useTicks<Line>(JSON.stringify(asked), ({ seq }) => seq);
  const { all, rows } = ticks;
  return { ...ticks, target: all ? { filter } : rows.size > 0 ? picked(filter, [...rows.values()]) : null };
}

/** Ticked lines with the time that they span, which is where they are looked for. */
function picked(filter: LedgerFilter, lines: Line[]): LineTarget {
  const times = lines.map(({ commitTime }) => commitTime);
  return {
    filter: { ...filter, from: microsToIso(Math.min(...times)), to: microsToIso(Math.max(...times) + 1) },
    seqs: lines.map(({ seq }) => seq),
  };
}
