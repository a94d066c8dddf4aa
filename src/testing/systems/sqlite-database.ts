import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDatabaseName, type TestDatabase, type TestRow } from '../test-database.ts';
import { SqliteClient } from './sqlite-client.ts';

/**
 * A fresh, empty SQLite file in a folder of its own, with a write-ahead log. Queries run in another process.
 * Rows come back of a statement that stands alone; placeholders are `?`.
 */
export async function sqliteDatabase(label: string): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-sqlite-'));
  const name = newDatabaseName(label);
  const file = join(folder, `${name}.db`);
  const client = new SqliteClient(file);
  await client.query('PRAGMA journal_mode = WAL');
  return {
    url: `sqlite://${file}`,
    name,
    query: async <Row extends TestRow>(sql: string, params?: unknown[]) =>
      (await client.query(sql, params)) as Row[],
    async close() {
      await client.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const fileOf = (url: string) => new URL(url).pathname;
