import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { CopiedRows } from '#core/ports/source.ts';
import type { LoadRequest } from '#core/ports/target.ts';
import { columnOf } from '#core/values/column-of.ts';
import { lastRow, leadingValues, toTextRows } from '#core/values/text-rows.ts';
import { writeCheckpoint } from './postgres-checkpoint-table.ts';
import { type PostgresDatabase, rollBack } from './postgres-database.ts';
import { classifyPostgresError, isRowError } from './postgres-errors.ts';
import { compareKeys, partCondition } from './postgres-key-part.ts';
import { quoteText } from './postgres-names.ts';
import { castTo, type Table } from './postgres-table.ts';

/** The next rows in key order, unloaded by the server as they are. The key's columns come first. */
export async function copyRows(
  database: PostgresDatabase,
  table: Table,
  request: { fields: string[]; key: string[]; cursor: string | null; limit: number },
): Promise<CopiedRows> {
  const keys = request.key.map((field) => columnOf(table, field));
  const fields = [...new Set([...request.key, ...request.fields])];
  const cursor = request.cursor === null ? null : (JSON.parse(request.cursor) as string[]);
  const { conditions } = partCondition(table, request.key, null, 1);
  if (cursor) {
    const columns = keys.map((column) => `t.${column.quoted}`);
    const values = keys.map((column, i) => castTo(column, `${quoteText(cursor[i] as string)}::text`));
    conditions.push(compareKeys(keys, columns, '>', values));
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  const sql = `COPY (SELECT ${fields.map((field) => `t.${columnOf(table, field).quoted}`).join(', ')}
    FROM ${table.quoted} AS t ${where}
    ORDER BY ${keys.map((column) => `t.${column.quoted}`).join(', ')} LIMIT ${Math.trunc(request.limit)}) TO STDOUT`;
  const text = await withCopyClient(database, (client) => buffer(client.query(copyTo(sql))));
  const rows = toTextRows(text);
  if (rows.count < request.limit) return { fields, rows, cursor: null };
  const [last] = leadingValues(lastRow(rows), keys.length);
  return { fields, rows, cursor: JSON.stringify(last) };
}

/** Loads rows in a transaction of their own, marked as the tag's. */
export async function loadRows(
  database: PostgresDatabase,
  table: Table,
  { tag, epoch, fields, rows }: LoadRequest,
): Promise<'loaded' | 'refused'> {
  const columns = fields.map((field) => columnOf(table, field).quoted).join(', ');
  return withCopyClient(database, async (client) => {
    try {
      await client.query('BEGIN');
      await writeCheckpoint(client, tag, { epoch, rows: true });
      const loading = client.query(copyFrom(`COPY ${table.quoted} (${columns}) FROM STDIN`));
      loading.end(rows.text);
      await once(loading, 'finish');
      await client.query('COMMIT');
      return 'loaded';
    } catch (error) {
      await rollBack(client);
      if (isRowError(error)) return 'refused';
      throw error;
    }
  });
}

/** A connection of its own: one that sends statements ahead cannot switch to copying. */
async function withCopyClient<T>(
  database: PostgresDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(await database.clientConfig('syncline'));
  // A connection that breaks is reported by the statement under way.
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw classifyPostgresError(error);
  } finally {
    await client.end();
  }
}
