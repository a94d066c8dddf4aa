'use client';

import type { KeyboardEvent } from 'react';
import type { Line } from './arrange-rows.ts';
import { isGridKey, moveStop } from './grid-moves.ts';
import type { MappingActions } from './mapping-actions.ts';
import type { OpenField, PairRow, SuggestionRow } from './mapping-rows.ts';
import { awaitsPerson, isSuggested } from './pair-standing.ts';
import type { GridState } from './use-grid-state.client.ts';

type Keys = {
  lines: readonly Line[];
  grid: GridState;
  actions: MappingActions;
  readOnly: boolean;
  onEdit: (id: string) => void;
  onChoose: (field: OpenField) => void;
  /** Escape, while nothing is selected; says whether there was something to leave. */
  onLeave: () => boolean;
};

/** Is the key typed into a field, or meant for a button that has the focus? */
function meantForControl(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  if (target.closest('input, textarea, select, [role="menu"], [role="dialog"]')) return true;
  const presses = event.key === 'Enter' || event.key === ' ';
  return presses && target.closest('[data-stop]') !== target && target.closest('button') !== null;
}

/** The keyboard of the list: arrows, Space, Enter, A and R, Delete, select all, Escape. */
export function useGridKeys({ lines, grid, actions, readOnly, onEdit, onChoose, onLeave }: Keys) {
  const line = lines[grid.activeLine];
  const row = line && (line.kind === 'pair' || line.kind === 'suggestion') ? line : null;
  const open =
    line?.kind === 'open' ? [line.left, line.right].find((each) => each?.id === grid.active) : null;
  const rows: readonly (PairRow | SuggestionRow)[] =
    grid.selected.length > 0 ? grid.selected : row ? [row] : [];
  const pairs = rows.filter((each): each is PairRow => each.kind === 'pair');
  const acceptable = rows.filter((each) => each.kind === 'suggestion' || awaitsPerson(each));
  const rejectable = rows.filter((each) => each.kind === 'suggestion' || isSuggested(each));

  const move = (event: KeyboardEvent): boolean => {
    if (!isGridKey(event.key)) return false;
    const next = moveStop(lines, grid.active, event.key);
    if (event.shiftKey && next) grid.extendTo(next);
    grid.activate(next, true);
    return true;
  };
  const change = (key: string): boolean => {
    if (readOnly) return false;
    if (key === 'a' && acceptable.length > 0) actions.accept(acceptable);
    else if (key === 'r' && rejectable.length > 0) actions.reject(rejectable);
    else if ((key === 'delete' || key === 'backspace') && pairs.length > 0) actions.remove(pairs);
    else return false;
    return true;
  };
  const plain = (event: KeyboardEvent): boolean => {
    if (move(event)) return true;
    if (event.key === ' ' && row) grid.toggle(row.id, !grid.isSelected(row.id));
    else if (event.key === 'Enter' && row) onEdit(row.id);
    else if (event.key === 'Enter' && open && !readOnly) onChoose(open);
    else if (event.key === 'Escape' && grid.selected.length > 0) grid.clear();
    else if (event.key === 'Escape') return onLeave();
    else return change(event.key.toLowerCase());
    return true;
  };
  return (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || meantForControl(event)) return;
    const command = event.metaKey || event.ctrlKey;
    if (command && event.key.toLowerCase() !== 'a') return;
    if (command) grid.selectAll();
    else if (!plain(event)) return;
    event.preventDefault();
  };
}
