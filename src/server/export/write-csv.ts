import { stringify } from 'csv-stringify/sync';
import { microsToIso } from '#lib/micros.ts';
import type { ExportColumn, ExportTable } from './export-table.ts';

/**
 * CSV as in RFC 4180, in UTF-8. A null is an empty cell, an empty text is `""`, since every text stands in quotes.
 * Times are ISO 8601 with microseconds, rows are JSON. A text that a spreadsheet would take for a formula has an
 * apostrophe before it.
 */
export async function* writeCsv<T>({ columns, pages }: ExportTable<T>): AsyncGenerator<string> {
  yield lines([columns.map(({ name }) => name)]);
  for await (const page of pages) {
    if (page.length > 0) yield lines(page.map((row) => columns.map((column) => cell(column, row))));
  }
}

function lines(rows: readonly unknown[][]): string {
  return stringify([...rows], { quoted_string: true, escape_formulas: true, record_delimiter: 'windows' });
}

function cell<T>(column: ExportColumn<T>, row: T): string | number | null {
  if (column.kind === 'micros') {
    const time = column.value(row);
    return time === null ? null : microsToIso(time);
  }
  if (column.kind !== 'document') return column.value(row);
  const document = column.value(row);
  return document === null || document === undefined ? null : JSON.stringify(document);
}
