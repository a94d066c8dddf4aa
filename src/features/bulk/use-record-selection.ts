'use client';

import { useState } from 'react';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { microsToIso } from '#lib/micros.ts';

type Line = Pick<ShownEntry, 'seq' | 'commitTime'>;

/** Which lines a bulk action is to act on, as the API takes them. */
export type BulkTarget = { filter: LedgerFilter; seqs?: string[] };

/** Lines that were ticked, by their number; or all that the filter finds. */
export type RecordSelection = {
  lines: ReadonlyMap<string, Line>;
  all: boolean;
  toggle(line: Line, on: boolean): void;
  togglePage(page: readonly Line[], on: boolean): void;
  selectAll(): void;
  clear(): void;
  /** Null while nothing is selected. */
  target: BulkTarget | null;
};

/** The lines ticked in a table of the ledger. Another filter begins anew. */
export function useRecordSelection(filter: LedgerFilter): RecordSelection {
  const of = JSON.stringify(filter);
  const [state, setState] = useState({ of, lines: new Map<string, Line>(), all: false });
  const { lines, all } = state.of === of ? state : { lines: new Map<string, Line>(), all: false };
  const set = (next: Map<string, Line>, everything = false) => setState({ of, lines: next, all: everything });
  return {
    lines,
    all,
    toggle: (line, on) => set(withLines(lines, [line], on)),
    togglePage: (page, on) => set(withLines(lines, page, on)),
    selectAll: () => set(new Map(), true),
    clear: () => set(new Map()),
    target: all ? { filter } : lines.size > 0 ? picked(filter, [...lines.values()]) : null,
  };
}

function withLines(lines: ReadonlyMap<string, Line>, changed: readonly Line[], on: boolean) {
  const next = new Map(lines);
  for (const { seq, commitTime } of changed) {
    if (on) next.set(seq, { seq, commitTime });
    else next.delete(seq);
  }
  return next;
}

/** Ticked lines with the time that they span, which is where they are looked for. */
function picked(filter: LedgerFilter, lines: Line[]): BulkTarget {
  const times = lines.map(({ commitTime }) => commitTime);
  return {
    filter: { ...filter, from: microsToIso(Math.min(...times)), to: microsToIso(Math.max(...times) + 1) },
    seqs: lines.map(({ seq }) => seq),
  };
}
