import { SyncError } from '#core/errors/sync-error.ts';
import type { LoadRequest } from '#core/ports/target.ts';
import { columnOf } from '#core/values/column-of.ts';
import { leadingValues } from '#core/values/text-rows.ts';
import { writeCheckpoint, writeTag } from './sqlite-checkpoint-table.ts';
import { closeOwnTransaction, closeTransactions } from './sqlite-close-transactions.ts';
import { isRowError } from './sqlite-errors.ts';
import type { SqliteFile } from './sqlite-file.ts';
import { ownTables } from './sqlite-names.ts';
import { tableExists } from './sqlite-own-tables.ts';
import { listed } from './sqlite-snapshot.ts';

/** Loads rows in a transaction of their own, marked as the tag's. */
export async function loadRows(
  file: SqliteFile,
  { tag, epoch, stream, fields, rows }: LoadRequest,
): Promise<'loaded' | 'refused'> {
  try {
    await file.transaction((writer) => {
      const logged = tableExists(writer, ownTables.change);
      if (logged) closeTransactions(writer, file);
      const table = file.catalog.table(writer, stream);
      const columns = fields.map((field) => columnOf(table, field));
      writeCheckpoint(writer, tag, { epoch, rows: true });
      const sql = `INSERT OR ABORT INTO ${table.quoted} (${listed(columns)}) VALUES (${columns.map(() => '?').join(', ')})`;
      const number = fields.indexOf(table.rowNumber ?? '');
      for (const values of leadingValues(rows, fields.length)) {
        if (number >= 0 && values[number] === null) {
          throw new SyncError('NOT_NULL_VIOLATION', `${stream}.${table.rowNumber} may not be null.`);
        }
        writer.run(sql, ...columns.map((column, i) => column.encode(values[i] ?? null)));
      }
      writeTag(writer, null);
      if (logged) closeOwnTransaction(writer);
    });
    return 'loaded';
  } catch (error) {
    if (isRowError(error)) return 'refused';
    throw error;
  }
}
