import { cp, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type FeedOnMariadb,
  feedOnMariadb,
  resetsOf,
  untilItHolds,
} from '#testing/mariadb/feed-on-mariadb.ts';
import { type MariadbServer, startMariadb } from '#testing/mariadb/start-mariadb.ts';

/** Its log is begun anew, purged and written in every way: a server of its own. */
let server: MariadbServer;
let on: FeedOnMariadb;

beforeAll(async () => {
  server = await startMariadb({ 'max-allowed-packet': '64M' });
});

beforeEach(async () => {
  on = await feedOnMariadb(server.adminUrl);
});

afterEach(() => on.close());

afterAll(() => server.stop());

describe('what the log does not tell is a reason for a repair', () => {
  test('[E8] statements that are logged without their rows', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int)');
    const reader = await on.read('t');
    await on.database.query(`SET binlog_format = 'STATEMENT'; INSERT INTO other VALUES (1)`);
    await reader.pass(await on.feeds.head());
    expect(reader.events.filter(({ kind }) => kind !== 'heartbeat')).toEqual([]);
    await on.database.query(`SET binlog_format = 'STATEMENT'; INSERT INTO t VALUES (1)`);
    await reader.done;
    expect(resetsOf(reader)).toMatchObject([
      { code: 'SLOT_LOST', detail: expect.stringContaining('binlog_format') },
    ]);
    expect(await on.feeds.isWhole('f')).toBe(false);
    await expect(
      on.database.query(`SET GLOBAL binlog_format = 'MIXED'`).then(() => on.prepare('t')),
    ).rejects.toMatchObject({ code: 'LOG_LEVEL' });
    await on.database.query(`SET GLOBAL binlog_format = 'ROW'`);
  });

  test('[E8] XA transactions that are committed, while those that are undone or elsewhere do no harm', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int)');
    const reader = await on.read('t');
    const xa = (sql: string, name: string, end: string) =>
      `XA START '${name}'; ${sql}; XA END '${name}'; ${end} '${name}'`;
    await on.database.query(xa('INSERT INTO other VALUES (1)', 'a', 'XA PREPARE'));
    await on.database.query(`XA COMMIT 'a'`);
    await on.database.query(xa('INSERT INTO t VALUES (1)', 'b', 'XA PREPARE'));
    await on.database.query(`XA ROLLBACK 'b'`);
    await on.database.query('INSERT INTO t VALUES (2)');
    await reader.pass(await on.feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([{ id: '2' }]);
    await on.database.query(xa('INSERT INTO t VALUES (3)', 'c', 'XA PREPARE'));
    await on.database.query(`XA COMMIT 'c'`);
    await reader.done;
    expect(resetsOf(reader)).toMatchObject([{ code: 'SLOT_LOST', detail: expect.stringContaining('XA') }]);
  });

  test('[E8] a log that was purged, and one that was begun anew', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await on.read('t');
    await on.database.query(
      'FLUSH BINARY LOGS; INSERT INTO t VALUES (1); FLUSH BINARY LOGS; INSERT INTO t VALUES (2)',
    );
    await reader.pass(await on.feeds.head());
    expect(reader.changes.map(({ after }) => after?.id)).toEqual(['1', '2']);
    const read1 = reader.changes[0]?.position ?? '';
    reader.feed.acknowledge(read1);
    await reader.close();
    expect(await on.feeds.isWhole('f')).toBe(true);
    expect((await on.feeds.retained('f')).bytes).toBeGreaterThan(100);
    const [{ Log_name: last } = { Log_name: '' }] = (await on.database.query('SHOW BINARY LOGS')).slice(-1);
    // The server keeps a file until its tables have caught up with it.
    await untilItHolds(async () => {
      await on.database.query(`PURGE BINARY LOGS TO '${last}'`);
      return !(await on.feeds.isWhole('f'));
    });
    expect(await on.history(read1)).not.toMatchObject({ state: 'refuted' });
    const purged = await on.open('t');
    await purged.done;
    expect(purged.events).toMatchObject([{ kind: 'reset-required', code: 'SLOT_INVALIDATED' }]);
    expect(await on.prepare('t')).toEqual({ created: true });
    const known = await on.feeds.head();
    expect(await on.history(known)).not.toMatchObject({ state: 'refuted' });
    // The beginning of a file is known by its second.
    await sleep(1100);
    await on.database.query('RESET MASTER');
    expect(await on.history(known)).toMatchObject({
      state: 'refuted',
      detail: expect.stringContaining('lacks transactions'),
    });
    await on.database.query('RESET MASTER TO 100');
    expect(await on.feeds.isWhole('f')).toBe(false);
    expect(await on.history(known)).toMatchObject({ state: 'refuted' });
    const other = await on.open('t');
    await other.done;
    expect(other.events).toMatchObject([{ kind: 'reset-required' }]);
  });
});

test('[E8] a log that is begun anew under its reader is noticed, also when it has grown as long', async () => {
  await on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
  const reader = await on.read('t');
  await on.database.query('INSERT INTO t VALUES (1)');
  await reader.pass(await on.feeds.head());
  // The beginning of a file is known by its second.
  await sleep(1100);
  await on.database.query('RESET MASTER');
  const [first] = await on.database.query('SHOW BINARY LOGS');
  // The server says nothing of it, and goes on with signs of life.
  await reader.done;
  expect(resetsOf(reader)).toMatchObject([{ code: 'HISTORY_CHANGED' }]);
  expect(await on.feeds.isWhole('f')).toBe(false);
  expect(await on.prepare('t')).toEqual({ created: true });

  const again = await on.open('t');
  const known = await on.feeds.head();
  await again.pass(known);
  await sleep(1100);
  await on.database.query('RESET MASTER');
  await on.database.query('INSERT INTO t SELECT seq FROM seq_2_to_1000');
  // As many transactions as had been read: their numbers are used again.
  await on.database.query(Array.from({ length: 60 }, (_, i) => `DELETE FROM t WHERE id = ${i}`).join(';'));
  await again.done.catch((error) => expect(error).toMatchObject({ code: 'CONNECTION_LOST' }));
  const another = expect.stringContaining('another transaction where the feed stood');
  expect(await on.history(known)).toMatchObject({ state: 'refuted', detail: another });
  const third = await on.open('t');
  await third.done;
  expect(resetsOf(third)).toMatchObject([{ code: 'HISTORY_CHANGED', detail: another }]);
  expect(first?.Log_name).toBe('binlog.000001');
});

describe('a server that ends', () => {
  test('[E8] a server that is killed comes back with what was committed, and the feed goes on', async () => {
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await on.read('t');
    await on.database.query('INSERT INTO t VALUES (1)');
    await reader.until(() => reader.changes.length === 1, 'the first');
    await server.kill();
    await expect(reader.done).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await server.start();
    const known = reader.delivered;
    expect(await on.history(known)).not.toMatchObject({ state: 'refuted' });
    expect(await on.prepare('t')).toEqual({ created: false });
    const again = await on.open('t');
    await untilItHolds(() =>
      on.database.query('INSERT INTO t VALUES (2)').then(
        () => true,
        () => false,
      ),
    );
    await again.pass(await on.feeds.head());
    expect(again.changes.map(({ after }) => after?.id)).toEqual(['1', '2']);
    await again.close();
  });

  test('[E8] a server restored from an older copy of its data is told from the one that was read', async () => {
    const [{ folder } = { folder: '' }] = await on.database.query<{ folder: string }>(
      'SELECT @@datadir AS folder',
    );
    const data = folder.replace(/\/$/, '');
    await on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await on.read('t');
    await on.database.query('INSERT INTO t VALUES (1)');
    await reader.until(() => reader.changes.length === 1, 'the first');
    const early = reader.delivered;
    await reader.close();
    await server.halt();
    await cp(data, `${data}-copy`, { recursive: true });
    await server.start();
    const again = await on.read('t');
    await untilItHolds(() =>
      on.database.query('INSERT INTO t VALUES (2)').then(
        () => true,
        () => false,
      ),
    );
    await again.until(() => again.changes.some(({ after }) => after?.id === '2'), 'the second');
    const late = again.delivered;
    expect(await on.history(late)).not.toMatchObject({ state: 'refuted' });
    await again.close();
    await server.halt();
    await rm(data, { recursive: true });
    await rename(`${data}-copy`, data);
    await server.start();
    await untilItHolds(() =>
      on.database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
    expect(await on.history(early)).not.toMatchObject({ state: 'refuted' });
    expect(await on.history(late)).toMatchObject({
      state: 'refuted',
      detail: expect.stringContaining('lacks transactions'),
    });
    // It gives the numbers of what was lost to other transactions.
    await on.database.query(
      Array.from({ length: 10 }, (_, i) => `INSERT INTO t VALUES (${i + 10})`).join(';'),
    );
    expect(await on.history(early)).toEqual({ state: 'held' });
    expect(await on.history(late)).toMatchObject({
      state: 'refuted',
      detail: expect.stringMatching(/^Its log has .* in place of /),
    });
  });
});
