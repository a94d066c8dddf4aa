import { cp, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { resetsOf, untilItHolds } from '#testing/mariadb/feed-on-mariadb.ts';
import { feedsOnOwnMariadb } from '#testing/mariadb/feeds-on-own-mariadb.ts';

const own = feedsOnOwnMariadb();

describe('what the log does not tell is a reason for a repair', () => {
  test('[E8] statements that are logged without their rows', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int)');
    const reader = await own.on.read('t');
    await own.on.database.query(`SET binlog_format = 'STATEMENT'; INSERT INTO other VALUES (1)`);
    await reader.pass(await own.on.feeds.head());
    expect(reader.events.filter(({ kind }) => kind !== 'heartbeat')).toEqual([]);
    await own.on.database.query(`SET binlog_format = 'STATEMENT'; INSERT INTO t VALUES (1)`);
    await reader.done;
    expect(resetsOf(reader)).toMatchObject([
      { code: 'SLOT_LOST', detail: expect.stringContaining('binlog_format') },
    ]);
    expect(await own.on.feeds.isWhole('f')).toBe(false);
    await expect(
      own.on.database.query(`SET GLOBAL binlog_format = 'MIXED'`).then(() => own.on.prepare('t')),
    ).rejects.toMatchObject({ code: 'LOG_LEVEL' });
    await own.on.database.query(`SET GLOBAL binlog_format = 'ROW'`);
  });

  test('[E8] XA transactions that are committed, while those that are undone or elsewhere do no harm', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int)');
    const reader = await own.on.read('t');
    const xa = (sql: string, name: string, end: string) =>
      `XA START '${name}'; ${sql}; XA END '${name}'; ${end} '${name}'`;
    await own.on.database.query(xa('INSERT INTO other VALUES (1)', 'a', 'XA PREPARE'));
    await own.on.database.query(`XA COMMIT 'a'`);
    await own.on.database.query(xa('INSERT INTO t VALUES (1)', 'b', 'XA PREPARE'));
    await own.on.database.query(`XA ROLLBACK 'b'`);
    await own.on.database.query('INSERT INTO t VALUES (2)');
    await reader.pass(await own.on.feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([{ id: '2' }]);
    await own.on.database.query(xa('INSERT INTO t VALUES (3)', 'c', 'XA PREPARE'));
    await own.on.database.query(`XA COMMIT 'c'`);
    await reader.done;
    expect(resetsOf(reader)).toMatchObject([{ code: 'SLOT_LOST', detail: expect.stringContaining('XA') }]);
  });

  test('[E8] a log that was purged, and one that was begun anew', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await own.on.read('t');
    await own.on.database.query(
      'FLUSH BINARY LOGS; INSERT INTO t VALUES (1); FLUSH BINARY LOGS; INSERT INTO t VALUES (2)',
    );
    await reader.pass(await own.on.feeds.head());
    expect(reader.changes.map(({ after }) => after?.id)).toEqual(['1', '2']);
    const read1 = reader.changes[0]?.position ?? '';
    reader.feed.acknowledge(read1);
    await reader.close();
    expect(await own.on.feeds.isWhole('f')).toBe(true);
    expect((await own.on.feeds.retained('f')).bytes).toBeGreaterThan(100);
    const [{ Log_name: last } = { Log_name: '' }] = (await own.on.database.query('SHOW BINARY LOGS')).slice(
      -1,
    );
    // The server keeps a file until its tables have caught up with it.
    await untilItHolds(async () => {
      await own.on.database.query(`PURGE BINARY LOGS TO '${last}'`);
      return !(await own.on.feeds.isWhole('f'));
    });
    expect(await own.on.history(read1)).not.toMatchObject({ state: 'refuted' });
    const purged = await own.on.open('t');
    await purged.done;
    expect(purged.events).toMatchObject([{ kind: 'reset-required', code: 'SLOT_INVALIDATED' }]);
    expect(await own.on.prepare('t')).toEqual({ created: true });
    const known = await own.on.feeds.head();
    expect(await own.on.history(known)).not.toMatchObject({ state: 'refuted' });
    // The beginning of a file is known by its second.
    await sleep(1100);
    await own.on.database.query('RESET MASTER');
    expect(await own.on.history(known)).toMatchObject({
      state: 'refuted',
      detail: expect.stringContaining('lacks transactions'),
    });
    await own.on.database.query('RESET MASTER TO 100');
    expect(await own.on.feeds.isWhole('f')).toBe(false);
    expect(await own.on.history(known)).toMatchObject({ state: 'refuted' });
    const other = await own.on.open('t');
    await other.done;
    expect(other.events).toMatchObject([{ kind: 'reset-required' }]);
  });
});

test('[E8] a log that is begun anew under its reader is noticed, also when it has grown as long', async () => {
  await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
  const reader = await own.on.read('t');
  await own.on.database.query('INSERT INTO t VALUES (1)');
  await reader.pass(await own.on.feeds.head());
  // The beginning of a file is known by its second.
  await sleep(1100);
  await own.on.database.query('RESET MASTER');
  const [first] = await own.on.database.query('SHOW BINARY LOGS');
  // The server says nothing of it, and goes on with signs of life.
  await reader.done;
  expect(resetsOf(reader)).toMatchObject([{ code: 'HISTORY_CHANGED' }]);
  expect(await own.on.feeds.isWhole('f')).toBe(false);
  expect(await own.on.prepare('t')).toEqual({ created: true });

  const again = await own.on.open('t');
  const known = await own.on.feeds.head();
  await again.pass(known);
  await sleep(1100);
  await own.on.database.query('RESET MASTER');
  await own.on.database.query('INSERT INTO t SELECT seq FROM seq_2_to_1000');
  // As many transactions as had been read: their numbers are used again.
  await own.on.database.query(
    Array.from({ length: 60 }, (_, i) => `DELETE FROM t WHERE id = ${i}`).join(';'),
  );
  await again.done.catch((error) => expect(error).toMatchObject({ code: 'CONNECTION_LOST' }));
  const another = expect.stringContaining('another transaction where the feed stood');
  expect(await own.on.history(known)).toMatchObject({ state: 'refuted', detail: another });
  const third = await own.on.open('t');
  await third.done;
  expect(resetsOf(third)).toMatchObject([{ code: 'HISTORY_CHANGED', detail: another }]);
  expect(first?.Log_name).toBe('binlog.000001');
});

describe('a server that ends', () => {
  test('[E8] a server that is killed comes back with what was committed, and the feed goes on', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await own.on.read('t');
    await own.on.database.query('INSERT INTO t VALUES (1)');
    await reader.until(() => reader.changes.length === 1, 'the first');
    await own.server.kill();
    await expect(reader.done).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await own.server.start();
    const known = reader.delivered;
    expect(await own.on.history(known)).not.toMatchObject({ state: 'refuted' });
    expect(await own.on.prepare('t')).toEqual({ created: false });
    const again = await own.on.open('t');
    await untilItHolds(() =>
      own.on.database.query('INSERT INTO t VALUES (2)').then(
        () => true,
        () => false,
      ),
    );
    await again.pass(await own.on.feeds.head());
    expect(again.changes.map(({ after }) => after?.id)).toEqual(['1', '2']);
    await again.close();
  });

  test('[E8] a server restored from an older copy of its data is told from the one that was read', async () => {
    const [{ folder } = { folder: '' }] = await own.on.database.query<{ folder: string }>(
      'SELECT @@datadir AS folder',
    );
    const data = folder.replace(/\/$/, '');
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await own.on.read('t');
    await own.on.database.query('INSERT INTO t VALUES (1)');
    await reader.until(() => reader.changes.length === 1, 'the first');
    const early = reader.delivered;
    await reader.close();
    await own.server.halt();
    await cp(data, `${data}-copy`, { recursive: true });
    await own.server.start();
    const again = await own.on.read('t');
    await untilItHolds(() =>
      own.on.database.query('INSERT INTO t VALUES (2)').then(
        () => true,
        () => false,
      ),
    );
    await again.until(() => again.changes.some(({ after }) => after?.id === '2'), 'the second');
    const late = again.delivered;
    expect(await own.on.history(late)).not.toMatchObject({ state: 'refuted' });
    await again.close();
    await own.server.halt();
    await rm(data, { recursive: true });
    await rename(`${data}-copy`, data);
    await own.server.start();
    await untilItHolds(() =>
      own.on.database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
    expect(await own.on.history(early)).not.toMatchObject({ state: 'refuted' });
    expect(await own.on.history(late)).toMatchObject({
      state: 'refuted',
      detail: expect.stringContaining('lacks transactions'),
    });
    // It gives the numbers of what was lost to other transactions, in another second: no log tells more of a commit's time.
    await sleep(1_100);
    await own.on.database.query(
      Array.from({ length: 10 }, (_, i) => `INSERT INTO t VALUES (${i + 10})`).join(';'),
    );
    expect(await own.on.history(early)).toEqual({ state: 'held' });
    expect(await own.on.history(late)).toMatchObject({
      state: 'refuted',
      detail: expect.stringMatching(/^Its log has .* in place of /),
    });
  });
});
