'use client';

import { useState } from 'react';

/** Rows of a table that were ticked, by their ids; or all that its filter finds. */
export type Ticks<T> = {
  rows: ReadonlyMap<string, T>;
  all: boolean;
  toggle(row: T, on: boolean): void;
  togglePage(page: readonly T[], on: boolean): void;
  selectAll(): void;
  clear(): void;
};

/** The rows ticked in a table. @param of what the table shows: something else begins anew */
export function useTicks<T>(of: string, idOf: (row: T) => string): Ticks<T> {
  const [state, setState] = useState({ of, rows: new Map<string, T>(), all: false });
  const { rows, all } = state.of === of ? state : { rows: new Map<string, T>(), all: false };
  const set = (next: Map<string, T>, everything = false) => setState({ of, rows: next, all: everything });
  const ticked = (changed: readonly T[], on: boolean) => {
    const next = new Map(rows);
    for (const row of changed) {
      if (on) next.set(idOf(row), row);
      else next.delete(idOf(row));
    }
    return next;
  };
  return {
    rows,
    all,
    toggle: (row, on) => set(ticked([row], on)),
    togglePage: (page, on) => set(ticked(page, on)),
    selectAll: () => set(new Map(), true),
    clear: () => set(new Map()),
  };
}
