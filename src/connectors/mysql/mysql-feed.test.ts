import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { resetsOf, untilItHolds } from '#testing/mariadb/feed-on-mariadb.ts';
import { feedsOnOwnMariadb } from '#testing/mariadb/feeds-on-own-mariadb.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import { MysqlCatalog } from './mysql-catalog.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { MysqlFeeds } from './mysql-feeds.ts';
import { MysqlConfig } from './mysql-manifest.ts';
import { MysqlReading } from './mysql-reading.ts';

const own = feedsOnOwnMariadb();

const told = (reader: FeedReader) => reader.changes.map(({ op, before, after }) => ({ op, before, after }));

describe('rows', () => {
  test('[E5] what a smaller row image leaves out is unknown, and never null', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY, a int, big text)');
    const reader = await own.on.read('t');
    await own.on.database.query(`
      SET binlog_row_image = 'MINIMAL';
      INSERT INTO t (id, a) VALUES (1, 1); UPDATE t SET a = NULL; UPDATE t SET id = 2; DELETE FROM t;
      SET binlog_row_image = 'NOBLOB';
      INSERT INTO t VALUES (3, 3, 'x'); UPDATE t SET a = 4; UPDATE t SET big = 'y'; DELETE FROM t`);
    await reader.pass(await own.on.feeds.head());
    expect(told(reader)).toEqual([
      { op: 'insert', before: null, after: { id: '1', a: '1', big: undefined } },
      { op: 'update', before: { id: '1' }, after: { id: '1', a: null, big: undefined } },
      { op: 'update', before: { id: '1' }, after: { id: '2', a: undefined, big: undefined } },
      { op: 'delete', before: { id: '2' }, after: null },
      { op: 'insert', before: null, after: { id: '3', a: '3', big: 'x' } },
      { op: 'update', before: { id: '3', a: '3' }, after: { id: '3', a: '4', big: undefined } },
      { op: 'update', before: { id: '3', a: '4' }, after: { id: '3', a: '4', big: 'y' } },
      { op: 'delete', before: { id: '3', a: '4' }, after: null },
    ]);
    await reader.close();
  });

  test('generated fields are in the log, and tables that nobody asked for are not told', async () => {
    await own.on.database.query(`
      CREATE TABLE t (id int PRIMARY KEY, g int AS (id * 2) VIRTUAL, s int AS (id * 3) STORED, h int INVISIBLE DEFAULT 7);
      CREATE TABLE other LIKE t; CREATE TABLE past (id int)`);
    const reader = await own.on.read('t');
    await own.on.database.query(
      'INSERT INTO other (id) VALUES (1); INSERT INTO t (id) VALUES (1); INSERT INTO past VALUES (1)',
    );
    await reader.pass(await own.on.feeds.head());
    expect(told(reader)).toEqual([
      { op: 'insert', before: null, after: { id: '1', g: '2', s: '3', h: '7' } },
    ]);
    expect(reader.events.filter(({ kind }) => kind === 'begin' || kind === 'commit')).toHaveLength(2);
    await reader.close();
  });

  test('a field that is called like a part of every object keeps its value', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY, `__proto__` text)');
    const reader = await own.on.read('t');
    await own.on.database.query("INSERT INTO t VALUES (1, 'a'); UPDATE t SET `__proto__` = 'b'");
    await reader.pass(await own.on.feeds.head());
    const images = reader.changes.flatMap(({ before, after }) => [before, after]);
    expect(images.map((image) => image && Object.entries(image).join())).toEqual([
      null,
      'id,1,__proto__,a',
      'id,1,__proto__,a',
      'id,1,__proto__,b',
    ]);
    const reading = new MysqlReading(own.on.reaching, new MysqlCatalog(own.on.reaching));
    const request = { stream: 't', fields: ['__proto__'], key: ['id'] };
    const { rows } = await reading.snapshot({ ...request, cursor: null, limit: 5 });
    expect(rows.map((row) => Object.entries(row).join())).toEqual(['id,1,__proto__,b']);
    await reader.close();
  });

  test('compressed events, events without checksums, and a row larger than a packet', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY, big longblob)');
    await own.on.database.query('SET GLOBAL log_bin_compress = ON, GLOBAL binlog_checksum = NONE');
    const reader = await own.on.read('t');
    await own.on.database.query(`INSERT INTO t VALUES (1, REPEAT('abc', 1000)); UPDATE t SET id = 2`);
    await own.on.database.query(`ALTER TABLE t COMMENT = '${'long '.repeat(100)}'`);
    await own.on.database.query('SET GLOBAL log_bin_compress = OFF, GLOBAL binlog_checksum = CRC32');
    await own.on.database.query(`INSERT INTO t VALUES (3, REPEAT('x', 17000000))`);
    await reader.pass(await own.on.feeds.head());
    const [insert, update, large] = reader.changes;
    expect(insert?.after?.big).toBe(`\\x${'616263'.repeat(1000)}`);
    expect(update).toMatchObject({ before: insert?.after, after: { id: '2', big: insert?.after?.big } });
    expect(large?.after?.big).toHaveLength(34_000_002);
    expect(reader.events.filter(({ kind }) => kind === 'schema')).toHaveLength(2);
    await reader.close();
  });
});

describe('the reading itself', () => {
  test('[E8] an idle feed stores nothing, so that feeds do not keep each other awake', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const elsewhere = await mariadbDatabase('elsewhere', own.server.adminUrl);
    await elsewhere.query('CREATE TABLE t (id int PRIMARY KEY)');
    const other = new MysqlDatabase(MysqlConfig.parse({ url: elsewhere.url }));
    const others = new MysqlFeeds(other);
    await others.prepare({ feedId: 'f', streams: ['t'] });
    const readers = [
      await own.on.read('t'),
      new FeedReader(await others.open({ feedId: 'f', streams: ['t'] })),
    ];
    const acknowledging = setInterval(() => {
      for (const reader of readers) if (reader.delivered) reader.feed.acknowledge(reader.delivered);
    }, 10);
    const stored = async () =>
      String((await own.on.database.query(`SELECT position FROM syncline_feed WHERE id <> ''`))[0]?.position);
    const first = await stored();
    await own.on.database.query('INSERT INTO t VALUES (1)');
    await untilItHolds(
      async () => (await stored()) !== first && (await stored()) >= readers[0]!.changes[0]!.position,
    );
    // Both have stored what the one insert gave them to store, and go on reading each other's doing.
    const head = await own.on.feeds.head();
    await Promise.all(readers.map((reader) => reader.pass(head)));
    await sleep(4500);
    const [{ Position: quiet } = { Position: 0 }] = await own.on.database.query('SHOW MASTER STATUS');
    await sleep(2500);
    expect((await own.on.database.query('SHOW MASTER STATUS'))[0]?.Position).toBe(quiet);
    clearInterval(acknowledging);
    await Promise.all(readers.map((reader) => reader.close()));
    await others.close();
    await other.close();
    await elsewhere.close();
  });

  test('a reader that does not pull keeps its connection and loses nothing', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY, big text)');
    await own.on.prepare('t');
    const feed = await own.on.feeds.open({ feedId: 'f', streams: ['t'] });
    await own.on.database.query(`INSERT INTO t SELECT seq, REPEAT(MD5(seq), 1000) FROM seq_1_to_3000`);
    const before = process.memoryUsage().rss;
    await sleep(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
    const reader = new FeedReader(feed);
    await reader.pass(await own.on.feeds.head());
    expect(reader.changes).toHaveLength(3000);
    expect(new Set(reader.changes.map(({ position }) => position)).size).toBe(1);
    await reader.close();
  });

  test('a broken connection ends the feed with a classified error, a held one is busy, a missing one is lost', async () => {
    await own.on.database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const missing = await own.on.open('t');
    await missing.done;
    expect(resetsOf(missing)).toMatchObject([{ code: 'SLOT_LOST' }]);
    const reader = await own.on.read('t');
    const elsewhere = new MysqlFeeds(own.on.reaching);
    await expect(elsewhere.open({ feedId: 'f', streams: ['t'] })).rejects.toMatchObject({
      code: 'SLOT_BUSY',
    });
    const [dump] = await own.on.database.query<{ ID: string }>(
      `SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND = 'Binlog Dump' AND DB = DATABASE()`,
    );
    await own.on.database.query(`KILL ${dump?.ID}`);
    await expect(reader.done).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    const again = await own.on.read('t');
    await own.on.database.query('INSERT INTO t VALUES (1)');
    await again.pass(await own.on.feeds.head());
    expect(again.changes).toHaveLength(1);
    await own.on.database.query('DELETE FROM syncline_feed');
    await own.on.database.query('INSERT INTO t VALUES (2)');
    await again.until(() => again.changes.length === 2, 'the second');
    again.feed.acknowledge(again.delivered);
    await again.done;
    expect(resetsOf(again)).toMatchObject([{ code: 'SLOT_LOST' }]);
  });
});
