import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { TestDatabase } from '../test-database.ts';
import { mariadbDatabase } from './mariadb-database.ts';
import { startMariadb } from './start-mariadb.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await mariadbDatabase('Harness check');
});

afterAll(() => database.close());

test('a test database is a MariaDB that writes whole rows to its binlog', async () => {
  const [row] = await database.query(
    `SELECT @@log_bin AS log, @@binlog_format AS format, @@binlog_row_image AS image,
       @@character_set_database AS charset, version() LIKE '%MariaDB%' AS mariadb`,
  );
  expect(row).toEqual({ log: '1', format: 'ROW', image: 'FULL', charset: 'utf8mb4', mariadb: 1 });
});

test('several statements give the rows of the last, and values come as they are', async () => {
  expect(
    await database.query(
      `CREATE TABLE t (a bigint unsigned, b datetime(6), c decimal(20,4));
       INSERT INTO t VALUES (18446744073709551615, '2024-01-02 03:04:05.123456', 1.2);
       SELECT * FROM t`,
    ),
  ).toEqual([{ a: '18446744073709551615', b: '2024-01-02 03:04:05.123456', c: '1.2000' }]);
  expect(await database.query('SELECT ? AS b', [2])).toEqual([{ b: 2 }]);
  expect(await database.query('SELECT 1 AS a; SELECT a FROM t WHERE false')).toEqual([]);
  expect(await database.query('DELETE FROM t')).toEqual([]);
});

test('there is no account without a password', async () => {
  const rows = await database.query('SELECT user, host FROM mysql.user ORDER BY user, host');
  expect(rows).toEqual([
    { User: 'mariadb.sys', Host: 'localhost' },
    { User: 'root', Host: '%' },
  ]);
});

test('a server of its own keeps what was committed when it is killed, and leaves nothing at the end', async () => {
  const server = await startMariadb({ 'server-id': '7' });
  onTestFinished(() => server.stop());
  const own = await mariadbDatabase('killed', server.adminUrl);
  await own.query('CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)');
  await server.kill();
  await expect(own.query('SELECT 1')).rejects.toThrow();
  await server.start();
  expect(await own.query('SELECT a, @@server_id AS id FROM t')).toEqual([{ a: 1, id: '7' }]);
  await server.halt();
  await server.start();
  expect(await own.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
  const [{ folder } = { folder: '' }] = await own.query<{ folder: string }>('SELECT @@datadir AS folder');
  await own.close();
  await server.stop();
  expect(existsSync(folder)).toBe(false);
});
