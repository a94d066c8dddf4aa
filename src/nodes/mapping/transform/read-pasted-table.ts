/** An entry of a look-up table: a value and what it becomes; null is an empty field. */
export type Entry = [string | null, string | null];

/**
 * Reads what was copied from a spreadsheet: a line for each row, a tab between two columns, quotes around
 * cells that hold either. Null where it is no such table, but a value.
 */
export function readPastedTable(text: string): Entry[] | null {
  if (!text.includes('\t')) return null;
  const rows = cells(text.replace(/\r\n?/g, '\n').replace(/\n+$/, ''));
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

function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const end = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === '\t') end();
    else if (character === '\n') {
      end();
      rows.push([]);
    } else cell += character;
  }
  end();
  return rows;
}
