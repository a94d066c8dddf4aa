import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';

/** A cell longer than this is cut. */
const CELL = 72;

/**
 * A table for people: a head, no lines, columns two spaces apart.
 * @param right indexes of columns with numbers
 */
export function textTable(head: string[], rows: (string | number | null)[][], right: number[] = []): string {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' };
  const table = new Table({
    head: head.map((title) => title.toUpperCase()),
    colAligns: head.map((_, index) => (right.includes(index) ? 'right' : 'left')),
    chars: {
      ...none,
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const row of rows) table.push(row.map((cell) => cut(cell === null ? '' : String(cell))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (stripVTControlCharacters(line).length <= CELL) return line;
  return `${stripVTControlCharacters(line).slice(0, CELL - 1)}…`;
}
