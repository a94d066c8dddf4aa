import type { LoadRequest } from '#core/ports/target.ts';
import { columnOf } from '#core/values/column-of.ts';
import { leadingValues } from '#core/values/text-rows.ts';
import { checkMark, markSql } from './mysql-checkpoint-table.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { type KnownTable, readDefinition, requireSame } from './mysql-definition.ts';
import { isRowError } from './mysql-errors.ts';
import { fittingRuns, literalRows, rowSizes } from './mysql-value-rows.ts';
import { waitForLock } from './mysql-wait-for-lock.ts';
import { insertSql } from './mysql-write-sql.ts';

/**
 * Loads rows in a transaction of their own, marked as the tag's. By statements rather than by LOAD DATA
 * LOCAL, which many servers refuse, and which makes a warning of what does not fit.
 */
export async function loadRows(
  database: MysqlDatabase,
  table: KnownTable,
  { tag, epoch, fields, rows }: LoadRequest,
): Promise<'loaded' | 'refused'> {
  const dialect = await database.dialect();
  try {
    const literals = literalRows(
      fields.map((field) => columnOf(table, field)),
      [...leadingValues(rows, fields.length)],
    );
    await database.transaction(async (client) => {
      checkMark(
        tag,
        (await waitForLock(client, dialect, markSql(database, tag, { epoch, rows: true }))).found,
      );
      for (const { from, to } of fittingRuns(dialect, rowSizes(literals))) {
        await waitForLock(client, dialect, insertSql({ table, set: fields }, literals.slice(from, to)));
      }
      requireSame(table, await readDefinition(client, table.quoted));
    });
    return 'loaded';
  } catch (error) {
    if (isRowError(error)) return 'refused';
    throw error;
  }
}
