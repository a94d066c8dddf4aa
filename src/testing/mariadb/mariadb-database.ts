import { createConnection, createPool, type PoolOptions } from 'mysql2/promise';
import { newDatabaseName, type TestDatabase, type TestRow } from '../test-database.ts';
import { sharedMariadb } from './shared-mariadb.ts';

/** Nothing passes through a `Date` or a float on its way to a test; 64-bit integers are strings. */
const asText: PoolOptions = {
  multipleStatements: true,
  dateStrings: true,
  supportBigNumbers: true,
  bigNumberStrings: true,
  jsonStrings: true,
};

/**
 * A fresh, empty database on the tests' MariaDB (10.11, binlog with whole rows, utf8mb4). Placeholders are `?`.
 * @param label shows in the database's name, to tell databases apart while looking for a fault
 * @param adminUrl root's URL of another server than the one that all tests share
 */
export async function mariadbDatabase(label: string, adminUrl?: string): Promise<TestDatabase> {
  const server = adminUrl ?? (await sharedMariadb());
  const name = newDatabaseName(label);
  await runOnce(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = createPool({ uri: url.href, connectionLimit: 4, ...asText });
  let closed: Promise<void> | undefined;
  return {
    url: url.href,
    name,
    async query<Row extends TestRow>(sql: string, params?: unknown[]) {
      const [result, fields] = await pool.query(sql, params);
      const several = Array.isArray(fields) && !fields.every((field) => field && 'name' in field);
      const last: unknown = several && Array.isArray(result) ? result.at(-1) : result;
      return (Array.isArray(last) ? last : []) as Row[];
    },
    close() {
      closed ??= drop(server, name, () => pool.end());
      return closed;
    },
  };
}

async function drop(server: string, name: string, endPool: () => Promise<void>): Promise<void> {
  await endPool();
  const admin = await createConnection({ uri: server });
  try {
    const [sessions] = await admin.query('SELECT id FROM information_schema.processlist WHERE db = ?', [
      name,
    ]);
    // A transaction that somebody left open would hold up the end of its tables.
    for (const { id } of sessions as { id: number }[]) {
      await admin.query(`KILL ${id}`).catch((error: { code?: string }) => {
        if (error.code !== 'ER_NO_SUCH_THREAD') throw error;
      });
    }
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
  } finally {
    await admin.end();
  }
}

async function runOnce(server: string, sql: string): Promise<void> {
  const connection = await createConnection({ uri: server });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}
