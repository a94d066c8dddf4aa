'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Line } from './arrange-rows.ts';
import { lineIndex, rowsBetween, selectable, stopInPlace } from './grid-moves.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';

export type GridState = {
  /** The row or open field that the keyboard is at. */
  active: string | null;
  /** Its line; -1 where there is none. */
  activeLine: number;
  /** Goes up whenever the focus should follow `active`. */
  focusRequest: number;
  /** Makes a row the active one; with `focus` the focus goes there. */
  activate: (id: string | null, focus?: boolean) => void;
  selected: readonly (PairRow | SuggestionRow)[];
  isSelected: (id: string) => boolean;
  toggle: (id: string, on: boolean) => void;
  /** Selects from where the last selection began up to this row. */
  extendTo: (id: string) => void;
  selectAll: () => void;
  clear: () => void;
};

/** Which line of the list is active and which rows are selected; what left the list is neither. */
export function useGridState(lines: readonly Line[]): GridState {
  const [active, setActive] = useState<string | null>(null);
  const [focusRequest, setFocusRequest] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const lastLine = useRef(0);

  const activeLine = useMemo(() => lineIndex(lines, active), [lines, active]);
  useEffect(() => {
    if (activeLine >= 0) lastLine.current = activeLine;
    else if (active !== null) setActive(stopInPlace(lines, lastLine.current));
  }, [lines, active, activeLine]);

  const rows = useMemo(() => selectable(lines), [lines]);
  const selected = useMemo(() => rows.filter(({ id }) => chosen.has(id)), [rows, chosen]);
  const activate = useCallback((id: string | null, focus = false) => {
    setActive(id);
    if (focus) setFocusRequest((request) => request + 1);
  }, []);
  const toggle = useCallback((id: string, on: boolean) => {
    anchor.current = id;
    setChosen((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  return {
    active,
    activeLine,
    focusRequest,
    activate,
    selected,
    isSelected: (id) => chosen.has(id),
    toggle,
    extendTo: (id) => {
      const from = anchor.current ?? active ?? id;
      anchor.current = from;
      setChosen(new Set([...selected.map((row) => row.id), ...rowsBetween(lines, from, id)]));
    },
    selectAll: () => setChosen(new Set(rows.map(({ id }) => id))),
    clear: () => {
      anchor.current = null;
      setChosen(new Set());
    },
  };
}
