import type { Line } from './arrange-rows.ts';
import type { PairRow, SuggestionRow } from './mapping-rows.ts';

/** Keys that move the focus through the list. */
export type GridKey =
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown';

const gridKeys: readonly string[] = [
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
] satisfies GridKey[];

export const isGridKey = (key: string): key is GridKey => gridKeys.includes(key);

/** How many lines PageUp and PageDown go. */
const PAGE = 12;

/** The line that holds a row or an open field; -1 where none does. */
export function lineIndex(lines: readonly Line[], id: string | null): number {
  if (id === null) return -1;
  return lines.findIndex((line) =>
    line.kind === 'open'
      ? line.left?.id === id || line.right?.id === id
      : line.kind !== 'heading' && line.id === id,
  );
}

/** What a line offers to the focus; of two open fields the one in the column of `from`, if it is there. */
function stopOf(line: Line | undefined, column: 'left' | 'right'): string | null {
  if (!line || line.kind === 'heading') return null;
  if (line.kind !== 'open') return line.id;
  const other = column === 'left' ? 'right' : 'left';
  return line[column]?.id ?? line[other]?.id ?? null;
}

/** Where the focus goes from `active` with a key; it stays where there is nothing further. */
export function moveStop(lines: readonly Line[], active: string | null, key: GridKey): string | null {
  const at = lineIndex(lines, active);
  const line = lines[at];
  const column = line?.kind === 'open' && line.right?.id === active ? 'right' : 'left';
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const side = key === 'ArrowLeft' ? 'left' : 'right';
    return line?.kind === 'open' ? (line[side]?.id ?? active) : active;
  }
  const stops = lines.flatMap((each, index) => (each.kind === 'heading' ? [] : [index]));
  const here = stops.indexOf(at);
  const steps = { ArrowUp: -1, ArrowDown: 1, PageUp: -PAGE, PageDown: PAGE };
  const wanted = key === 'Home' ? 0 : key === 'End' ? stops.length - 1 : here < 0 ? 0 : here + steps[key];
  const next = stops[Math.min(Math.max(wanted, 0), stops.length - 1)];
  return next === undefined ? null : stopOf(lines[next], column);
}

/** The rows that can be selected between two of them, both included, in the list's order. */
export function rowsBetween(lines: readonly Line[], from: string, to: string): string[] {
  const rows = selectable(lines).map(({ id }) => id);
  const ends = [rows.indexOf(from), rows.indexOf(to)];
  if (ends.includes(-1)) return rows.includes(to) ? [to] : [];
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1);
}

/** Pairs and suggestions among the lines: what bulk actions work on. */
export function selectable(lines: readonly Line[]): (PairRow | SuggestionRow)[] {
  return lines.filter((line) => line.kind === 'pair' || line.kind === 'suggestion');
}

/**
 * Where the focus goes once rows have been decided on: to the next one after them, in the same part of the
 * list if there is any, else to the one before them.
 */
export function stopAfter(lines: readonly Line[], decided: ReadonlySet<string>): string | null {
  const left = (line: Line) => line.kind !== 'heading' && !(line.kind !== 'open' && decided.has(line.id));
  const last = lines.findLastIndex((line) => 'id' in line && decided.has(line.id));
  const section = lines.slice(0, last + 1).findLastIndex((line) => line.kind === 'heading');
  const end = lines.findIndex((line, index) => index > last && line.kind === 'heading');
  const [after, before] = [
    lines.slice(last + 1, end < 0 ? undefined : end),
    lines.slice(section + 1, last).toReversed(),
  ];
  const next = [...after, ...before, ...lines.slice(last + 1)].find(left);
  return stopOf(next, 'left');
}

/** Where the focus goes when `active` has left the list: to what stands in its place, or before it. */
export function stopInPlace(lines: readonly Line[], lostIndex: number): string | null {
  const near = [...lines.slice(lostIndex), ...lines.slice(0, lostIndex).toReversed()];
  return near.map((line) => stopOf(line, 'left')).find((id) => id !== null) ?? null;
}
