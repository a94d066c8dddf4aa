import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from './test-database.ts';
import { testStore } from './test-store.ts';

let database: TestDatabase;
let store: TestDatabase;

beforeAll(async () => {
  database = await testDatabase('Harness check');
  store = await testStore();
});

afterAll(async () => {
  await database.close();
  await store.close();
});

test('a test database is a PostgreSQL 18 that writes logical decoding to its log', async () => {
  const [row] = await database.query(
    `SELECT current_setting('wal_level') AS level, current_setting('server_version_num')::int / 10000 AS major,
       current_setting('TimeZone') AS zone, pg_encoding_to_char(encoding) AS encoding
     FROM pg_database WHERE datname = current_database()`,
  );
  expect(row).toEqual({ level: 'logical', major: 18, zone: 'UTC', encoding: 'UTF8' });
});

test('several statements give the rows of the last', async () => {
  expect(await database.query('CREATE TABLE t (a int); INSERT INTO t VALUES (1); SELECT a FROM t')).toEqual([
    { a: 1 },
  ]);
  expect(await database.query('SELECT $1::int + a AS b FROM t', [2])).toEqual([{ b: 3 }]);
});

test('a test store has the migrations applied and is empty', async () => {
  expect(await store.query('SELECT count(*)::int AS n FROM flow')).toEqual([{ n: 0 }]);
  expect(await store.query("SELECT to_regclass('ledger_entry') IS NOT NULL AS there")).toEqual([
    { there: true },
  ]);
});

test('a database with a replication slot can be closed', async () => {
  const other = await testDatabase('slots');
  await other.query("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", [`slot_${other.name}`]);
  await other.close();
  const left = await database.query('SELECT 1 FROM pg_replication_slots WHERE database = $1', [other.name]);
  expect(left).toEqual([]);
});
