import { microsToIso } from '#lib/micros.ts';
import type { ExportTable } from './export-table.ts';

/** One JSON document a line. Times are ISO 8601 with microseconds; long numbers are texts of digits. */
export async function* writeJsonl<T>({ columns, pages }: ExportTable<T>): AsyncGenerator<string> {
  for await (const page of pages) {
    const lines = page.map((row) => {
      const entries = columns.map((column): [string, unknown] => {
        if (column.kind !== 'micros') return [column.name, column.value(row)];
        const time = column.value(row);
        return [column.name, time === null ? null : microsToIso(time)];
      });
      return `${JSON.stringify(Object.fromEntries(entries))}\n`;
    });
    if (lines.length > 0) yield lines.join('');
  }
}
