import { SyncError } from '#core/errors/sync-error.ts';
import { type ArrayRow, answer, answers, type MysqlClient, type MysqlDatabase } from './mysql-database.ts';
import type { Table } from './mysql-table.ts';

/** A table as it is kept: with the definition as the server spells it, by which a later look tells a change. */
export type KnownTable = Table & { definition: string };

/** The definition of a table, without what moves as rows are added. */
export async function readDefinition(client: MysqlClient, quoted: string): Promise<string> {
  const { rows } = await answer(client, `SHOW CREATE TABLE ${quoted}`);
  return definitionFrom(rows[0]);
}

/**
 * The rows that a statement reads from a table, if the table still is what is known of it. Both are told
 * within one transaction, which keeps the table from being changed between. Throws `SCHEMA_CHANGED`;
 * errors are classified.
 */
export function rowsOf(database: MysqlDatabase, table: KnownTable, sql: string): Promise<ArrayRow[]> {
  return database.withClient(async (client) => {
    const [, rows, definition] = await answers(
      client,
      `START TRANSACTION; ${sql}; SHOW CREATE TABLE ${table.quoted}; COMMIT`,
    );
    requireSame(table, definitionFrom(definition?.rows[0]));
    return rows?.rows ?? [];
  });
}

/** Throws `SCHEMA_CHANGED` where the table is not what is known of it. */
export function requireSame(table: KnownTable, definition: string): void {
  if (table.definition === definition) return;
  throw new SyncError('SCHEMA_CHANGED', `${table.stream} was changed since it was looked at.`);
}

function definitionFrom(row: ArrayRow | undefined): string {
  return (row?.[1] ?? '').replace(/ AUTO_INCREMENT=\d+/, '');
}
