import { cellsOf } from './read-delimited.ts';

/** An entry of a look-up table: a value and what it becomes; null is an empty field. */
export type Entry = [string | null, string | null];

/**
 * Reads what was copied from a spreadsheet: a line for each row, a tab between two columns, quotes around
 * cells that hold either. Null where it is no such table, but a value.
 */
export function readPastedTable(text: string): Entry[] | null {
  if (!text.includes('\t')) return null;
  const rows = cellsOf(text.replace(/\r\n?/g, '\n').replace(/\n+$/, ''), '\t');
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => [readCell(row[0]), readCell(row[1])]);
}

/** In a table an empty cell is null, and `""` a text of no characters. */
export function readCell(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  return text === '""' ? '' : text;
}

export function showCell(value: string | null): string {
  if (value === null) return '';
  return value === '' ? '""' : value;
}
