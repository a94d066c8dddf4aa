import type { MysqlDatabase } from './mysql-database.ts';
import { oddValues } from './mysql-odd-values.ts';
import { readTables } from './mysql-read-tables.ts';
import type { Table, TableColumn } from './mysql-table.ts';

/** Rows of each table that are looked at. */
const LOOKED_AT = 10_000;

/**
 * Which fields of type tinyint(1) hold numbers, and which of type time hold durations, as the first rows of
 * each table show: two settings, each a list of `table.field`; one that was given is left out.
 */
export async function profileMysqlSettings(database: MysqlDatabase): Promise<Record<string, string>> {
  const { numberFields, durationFields } = database.config;
  if (numberFields && durationFields) return {};
  const numbers: string[] = [];
  const durations: string[] = [];
  for (const table of await readTables(database)) {
    const open = [...table.columns.values()].filter(
      ({ form }) => form.kind === 'boolean' || form.kind === 'time',
    );
    const counts = await oddValues(database, table, open, LOOKED_AT);
    open.forEach((column, i) => {
      if ((counts[i] ?? 0) > 0)
        (column.form.kind === 'boolean' ? numbers : durations).push(nameOf(table, column));
    });
  }
  return {
    ...(numberFields ? {} : { numberFields: numbers.join(', ') }),
    ...(durationFields ? {} : { durationFields: durations.join(', ') }),
  };
}

function nameOf(table: Table, column: TableColumn): string {
  return `${table.name.table}.${column.name}`;
}
