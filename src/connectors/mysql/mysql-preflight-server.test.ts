import { afterAll, beforeAll, expect, test } from 'vitest';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import { type MariadbServer, startMariadb } from '#testing/mariadb/start-mariadb.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { MysqlConfig } from './mysql-manifest.ts';
import { checkLog } from './mysql-preflight-server.ts';

/** Its settings would disturb the tests beside this one. */
let server: MariadbServer;
let database: TestDatabase;

beforeAll(async () => {
  server = await startMariadb({ 'binlog-do-db': 'logged_alone' });
  database = await mariadbDatabase('log', server.adminUrl);
});

afterAll(async () => {
  await database.close();
  await server.stop();
});

async function findings(url = database.url) {
  const checked = new MysqlDatabase(MysqlConfig.parse({ url }));
  const found = await checkLog(checked);
  await checked.close();
  return found
    .filter(({ severity }) => severity !== 'ok')
    .map(({ code, severity, fix }) => [code, severity, fix]);
}

test('each setting of the log that stands in the way is named, with what mends it', async () => {
  await database.query(
    `SET GLOBAL binlog_format = 'MIXED', GLOBAL binlog_row_image = 'MINIMAL', GLOBAL binlog_expire_logs_seconds = 3600`,
  );
  expect(await findings()).toEqual([
    ['LOG_LEVEL', 'error', 'SET GLOBAL binlog_format = ROW;'],
    ['BEFORE_IMAGE_PARTIAL', 'warning', 'SET GLOBAL binlog_row_image = FULL;'],
    ['LOG_LIMIT_NEAR', 'warning', 'SET GLOBAL binlog_expire_logs_seconds = 604800;'],
    ['LOG_LEVEL', 'error', expect.stringContaining('binlog_do_db')],
  ]);
  const found = await findings();
  for (const [, , fix] of found.slice(0, 3)) await database.query(String(fix));
  expect(await findings()).toHaveLength(1);
  await database.query('CREATE DATABASE logged_alone');
  const url = new URL(database.url);
  url.pathname = '/logged_alone';
  expect(await findings(url.href)).toEqual([]);
});

test('a server without a log is told how to have one', async () => {
  const silent = await startMariadb({ 'skip-log-bin': '1' });
  const own = await mariadbDatabase('silent', silent.adminUrl);
  expect(await findings(own.url)).toEqual([
    ['LOG_LEVEL', 'error', expect.stringContaining('log_bin = binlog')],
  ]);
  await own.close();
  await silent.stop();
});
