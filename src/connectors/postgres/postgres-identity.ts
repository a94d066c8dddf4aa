import { SyncError } from '#core/errors/sync-error.ts';
import type { StreamIdentity } from '#core/ports/source.ts';
import { quoteTable } from './postgres-names.ts';
import type { Table, TableColumn } from './postgres-table.ts';

/**
 * Whether the table's name and the columns' names stand for what they stood for when the table was last
 * looked at, as a column to be selected: told by the same statement as the rows, so that nothing can
 * come between.
 */
export function sameColumns(table: Table, columns: TableColumn[]): string {
  const numbers = columns.map((column) => column.number).join(', ');
  const name = quoteTable(table.name).replaceAll("'", "''");
  return `(SELECT count(*) = ${columns.length} FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = ${table.oid} AND a.attrelid = '${name}'::regclass AND NOT a.attisdropped AND a.attnum IN (${numbers}))`;
}

/** Refuses the table as it was last looked at where it is not what `as` says. Throws `SCHEMA_CHANGED`. */
export function refuseOther(table: Table, as: StreamIdentity | null | undefined): void {
  if (!as) return;
  const other = Object.entries(as.numbers).find(([name, number]) => {
    const column = table.columns.get(name);
    return column && column.number !== number;
  });
  if (table.oid !== as.id || other) throw changed(table);
}

/** @param same what `sameColumns` told with a row; undefined where there was none. Throws `SCHEMA_CHANGED`. */
export function refuseChanged(table: Table, same: string | null | undefined): void {
  if (same === 'f') throw changed(table);
}

function changed(table: Table): SyncError {
  return new SyncError('SCHEMA_CHANGED', `${table.stream} or fields of it were made anew.`);
}
