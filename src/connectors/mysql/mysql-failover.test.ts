import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { type FeedOnMariadb, feedOnMariadb, resetsOf } from '#testing/mariadb/feed-on-mariadb.ts';
import { type MariadbServer, startMariadb } from '#testing/mariadb/start-mariadb.ts';
import { type MariadbReplica, startMariadbReplica } from '#testing/mariadb/start-mariadb-replica.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { createFeedTable, putFeed, readFeed } from './mysql-feed-table.ts';
import { MysqlFeeds } from './mysql-feeds.ts';
import { MysqlLog } from './mysql-log.ts';
import { loggedColumns } from './mysql-logged-table.ts';
import { MysqlConfig } from './mysql-manifest.ts';
import { readTables } from './mysql-read-tables.ts';

let primary: MariadbServer;
let replica: MariadbReplica;
let on: FeedOnMariadb;
/** The same database on the replica. */
let there: { database: MysqlDatabase; feeds: MysqlFeeds };

beforeAll(async () => {
  primary = await startMariadb();
  // Files are told apart by the second in which they were begun.
  await sleep(1100);
  replica = await startMariadbReplica(primary);
});

beforeEach(async () => {
  on = await feedOnMariadb(primary.adminUrl);
  const url = new URL(replica.server.adminUrl);
  url.pathname = on.database.name;
  const database = new MysqlDatabase(MysqlConfig.parse({ url: url.href }));
  there = { database, feeds: new MysqlFeeds(database) };
});

afterEach(async () => {
  await there.feeds.close();
  await there.database.close();
  await on.close();
});

afterAll(async () => {
  await replica.stop();
  await primary.stop();
});

const openThere = async () => new FeedReader(await there.feeds.open({ feedId: 'f', streams: ['t'] }));
const told = (reader: FeedReader) =>
  reader.changes.map(({ position, ordinal, op, after }) => ({ position, ordinal, op, after }));

describe('a replica in place of its primary', () => {
  test('[E7] [E8] tells what it is asked for again at the same places, and goes on behind them', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
    const reader = await on.read('t');
    await on.database.query('INSERT INTO t VALUES (1, 1)');
    await on.database.query('START TRANSACTION; INSERT INTO t VALUES (2, 1); UPDATE t SET a = 2; COMMIT');
    await on.database.query('TRUNCATE t');
    await on.database.query('FLUSH BINARY LOGS; INSERT INTO t VALUES (3, 1)');
    await reader.pass(await on.feeds.head());
    const last = reader.delivered;
    await replica.catchUp();

    expect(await there.feeds.isWhole('f')).toBe(true);
    expect(await there.feeds.prepare({ feedId: 'f', streams: ['t'] })).toEqual({ created: false });
    const { log, system } = await there.feeds.history({ feedId: 'f', reached: last });
    expect({ log, system }).toEqual({ log: { state: 'held' }, system: expect.stringMatching(/^2\//) });
    const again = await openThere();
    await again.pass(last);
    expect(told(again)).toEqual(told(reader));
    expect(told(again)).toHaveLength(5);
    await again.close();
    await reader.close();
  });

  test('[E8] what was acknowledged is not told again, and what it stored leads back to the primary', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
    const reader = await on.read('t');
    await on.database.query('INSERT INTO t VALUES (1, 1)');
    await reader.pass(await on.feeds.head());
    reader.feed.acknowledge(reader.changes[0]!.position);
    await reader.close();
    await on.database.query('INSERT INTO t VALUES (2, 1)');
    await replica.catchUp();
    const again = await openThere();
    await again.until(() => again.changes.length === 1, 'the second');
    expect(again.changes[0]?.after).toEqual({ id: '2', a: '1' });
    await again.close();
    const stored = await readFeed(on.reaching, 'f');
    expect(stored?.position).toBe(reader.changes[0]!.position);
    expect(stored?.log).toMatchObject({ gtids: expect.stringMatching(/^0-1-\d+$/), turn: null });
    expect((await on.feeds.retained('f')).bytes).toBeGreaterThan(0);
  });
});

test('[E8] a feed that was stored by file and offset tells the same places as before, and then goes on by GTIDs', async () => {
  await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
  await createFeedTable(on.reaching);
  const log = new MysqlLog(on.reaching);
  const position = await log.endPlace();
  const [table] = await readTables(on.reaching, [{ schema: on.database.name, table: 't' }]);
  const streams = { t: { from: position, columns: loggedColumns(table!) } };
  await putFeed(on.reaching, 'f', { position, log: null, streams });
  await on.database.query('INSERT INTO t VALUES (1, 1)');

  expect(await on.prepare('t')).toEqual({ created: false });
  await on.database.query('INSERT INTO t VALUES (2, 1)');
  const reader = await on.open('t');
  await reader.pass(await on.feeds.head());
  const [before, behind] = reader.changes;
  expect(reader.changes.map(({ after }) => after?.id)).toEqual(['1', '2']);
  expect(before?.position).toMatch(/^\d{10}\.\d{13}b\.[0-9a-f]{8}$/);
  expect(behind?.position).toMatch(/^g\d{16}\.0{7}\.[0-9a-f]{8}-1$/);
  expect(before!.position < behind!.position).toBe(true);
  // It is told in the same way for as long as nothing of it is acknowledged, whatever was prepared meanwhile.
  await reader.close();
  expect(await on.prepare('t')).toEqual({ created: false });
  const again = await on.open('t');
  await again.until(() => again.changes.length === 2, 'both');
  expect(told(again)).toEqual(told(reader));
  again.feed.acknowledge(behind!.position);
  await again.close();
  expect(await readFeed(on.reaching, 'f')).toMatchObject({ position: behind!.position, log: { turn: null } });
});

test('[E8] what servers of one domain wrote side by side is told apart, in an order that is theirs', async () => {
  await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
  const reader = await on.read('t');
  const at = Number(
    (await on.database.query('SELECT @@gtid_binlog_pos AS at'))[0]?.at?.toString().split('-')[2],
  );
  // As another primary of a ring would have them: its numbers are its own.
  await on.database.query(`SET server_id = 7, gtid_seq_no = ${at - 1}; INSERT INTO t VALUES (1, 1)`);
  await on.database.query(`SET server_id = 7, gtid_seq_no = ${at}; INSERT INTO t VALUES (2, 1)`);
  await on.database.query('SET server_id = 1; INSERT INTO t VALUES (3, 1)');
  await reader.pass(await on.feeds.head());
  const positions = reader.changes.map(({ position }) => position);
  expect(reader.changes.map(({ after }) => after?.id)).toEqual(['1', '2', '3']);
  expect([...new Set(positions)].sort()).toEqual(positions);
  reader.feed.acknowledge(positions[1]!);
  await reader.close();
  const again = await on.open('t');
  await again.until(() => again.changes.length === 1, 'the third');
  expect(again.changes[0]).toMatchObject({ position: positions[2], after: { id: '3' } });
  await again.close();
  // Elsewhere they may stand in another order, so both sides are compared there, without asking.
  await replica.catchUp();
  expect(await there.feeds.isWhole('f')).toBe(true);
  const { log } = await there.feeds.history({ feedId: 'f', reached: positions[2]! });
  expect(log).toEqual({ state: 'held' });
  expect(await there.feeds.isWhole('f')).toBe(false);
  const lost = await openThere();
  await lost.done;
  expect(resetsOf(lost)).toMatchObject([{ code: 'SLOT_LOST', detail: expect.stringContaining('order') }]);
});

describe('a server that lacks what was read, or has something else there', () => {
  test('[E8] a replica that is behind, and one that went its own way', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
    const reader = await on.read('t');
    await on.database.query('INSERT INTO t VALUES (1, 1)');
    await reader.pass(await on.feeds.head());
    await replica.catchUp();
    await replica.promote();
    await on.database.query('INSERT INTO t VALUES (2, 1)');
    await reader.until(() => reader.changes.length === 2, 'the second');
    const reached = reader.changes[1]!.position;
    expect((await there.feeds.history({ feedId: 'f', reached })).log).toMatchObject({
      state: 'refuted',
      detail: expect.stringContaining('lacks transactions'),
    });
    await reader.close();
    // It gives the numbers that it lacks to what is written there.
    for (let i = 0; i < 5; i++) await there.database.run(`INSERT INTO t VALUES (${10 + i}, 1)`);
    expect((await there.feeds.history({ feedId: 'f', reached })).log).toMatchObject({
      state: 'refuted',
      detail: expect.stringContaining(`in place of ${reached}`),
    });
    // What it does have of the feed's it tells all the same.
    const again = await openThere();
    await again.until(() => again.changes.length === 6, 'its own');
    expect(resetsOf(again)).toEqual([]);
    await again.close();
  });
});
