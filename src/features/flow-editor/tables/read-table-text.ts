import { FlowTable } from '#core/flow/flow-graph.ts';
import { readDelimited } from '#nodes/mapping/transform/read-delimited.ts';
import { readCell } from '#nodes/mapping/transform/read-pasted-table.ts';

type Entries = FlowTable['entries'];

/** Rows of a text, or why it holds none that a table can have. */
export type TableText = { entries: Entries; left: string[] } | { refused: string };

/**
 * Reads the rows of a table from CSV or from what was copied from a spreadsheet: two columns parted by
 * tabs, semicolons or commas, whichever the first line has. An empty second cell is null; rows without a
 * value, and repeated ones, are left out and told (`left`).
 */
export function readTableText(text: string): TableText {
  const rows = readDelimited(text);
  if (rows.every((row) => row.length < 2)) {
    return { refused: 'There are no two columns in it: a value, and what it becomes.' };
  }
  const entries = new Map<string, string | null>();
  const left: string[] = [];
  rows.forEach((row, index) => {
    const value = readCell(row[0]);
    if (value === null) left.push(`Row ${index + 1} has no value.`);
    else if (entries.has(value)) left.push(`Row ${index + 1} lists "${value}" again.`);
    else entries.set(value, readCell(row[1]));
  });
  const parsed = FlowTable.shape.entries.safeParse([...entries]);
  if (parsed.success) return { entries: parsed.data, left };
  if (entries.size > 10_000) return { refused: `It has ${entries.size} rows; a table takes 10,000.` };
  return { refused: 'A value is longer than 200 characters, or what it becomes longer than 2,000.' };
}
