import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestRow = Record<string, unknown>;

export interface TestDatabase {
  /** The superuser's URL of this database. */
  url: string;
  name: string;
  /** Runs SQL; without parameters it may hold several statements, and the rows of the last one come back. */
  query<Row extends TestRow = TestRow>(sql: string, params?: unknown[]): Promise<Row[]>;
  /** Ends every session on the database, drops its replication slots, and drops it. */
  close(): Promise<void>;
}

/**
 * A fresh, empty database on the test server (PostgreSQL 18, wal_level=logical).
 * @param label shows in the database's name, to tell databases apart while looking for a fault
 * @param template a database to copy instead of an empty one
 * @param adminUrl the superuser's URL of another server than the tests' own
 */
export async function testDatabase(
  label: string,
  template = 'template1',
  adminUrl: string = inject('postgresUrl'),
): Promise<TestDatabase> {
  const name = newDatabaseName(label);
  // As files, not by the log, which the feeds of all databases read.
  await runOnce(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 4 });
  // `close` ends sessions from the outside; a query in progress reports its own failure.
  pool.on('error', () => undefined);
  let closed: Promise<void> | undefined;
  return {
    url: url.href,
    name,
    async query<Row extends TestRow>(sql: string, params?: unknown[]) {
      const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await pool.query<Row>(sql, params);
      const last = Array.isArray(result) ? result.at(-1) : result;
      return last?.rows ?? [];
    },
    close() {
      closed ??= drop(adminUrl, name, pool);
      return closed;
    },
  };
}

/** A name that no other database has and that needs no quotes anywhere. */
export function newDatabaseName(label: string): string {
  const plain = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 40);
  return `${plain}_${randomBytes(4).toString('hex')}`;
}

async function drop(adminUrl: string, name: string, pool: pg.Pool): Promise<void> {
  await pool.end();
  // A slot keeps its database from being dropped, and a walsender keeps its slot.
  await runOnce(
    adminUrl,
    `SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots
       WHERE database = '${name}' AND active_pid IS NOT NULL;
     SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '${name}'`,
  );
  await runOnce(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

async function runOnce(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
