import { cp, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import { type MariadbServer, startMariadb } from '#testing/mariadb/start-mariadb.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { MysqlFeeds } from './mysql-feeds.ts';
import { MysqlConfig } from './mysql-manifest.ts';

/** Its log is begun anew, purged and written in every way: a server of its own. */
let server: MariadbServer;
let database: TestDatabase;
let reading: MysqlDatabase;
let feeds: MysqlFeeds;

beforeAll(async () => {
  server = await startMariadb({ 'max-allowed-packet': '64M' });
});

beforeEach(async () => {
  database = await mariadbDatabase('feed', server.adminUrl);
  reading = new MysqlDatabase(MysqlConfig.parse({ url: database.url }));
  feeds = new MysqlFeeds(reading);
});

afterEach(async () => {
  await feeds.close();
  await reading.close();
  await database.close();
});

afterAll(() => server.stop());

async function open(...streams: string[]): Promise<FeedReader> {
  return new FeedReader(await feeds.open({ feedId: 'f', streams }));
}

async function read(...streams: string[]): Promise<FeedReader> {
  await feeds.prepare({ feedId: 'f', streams });
  return open(...streams);
}

const prepared = (...streams: string[]) => feeds.prepare({ feedId: 'f', streams });
const told = (reader: FeedReader) => reader.changes.map(({ op, before, after }) => ({ op, before, after }));
const resets = (reader: FeedReader) => reader.events.filter(({ kind }) => kind === 'reset-required');

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('It did not come about');
    await sleep(50);
  }
}

describe('rows', () => {
  test('[E5] what a smaller row image leaves out is unknown, and never null', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY, a int, big text)');
    const reader = await read('t');
    await database.query(`
      SET binlog_row_image = 'MINIMAL';
      INSERT INTO t (id, a) VALUES (1, 1); UPDATE t SET a = NULL; UPDATE t SET id = 2; DELETE FROM t;
      SET binlog_row_image = 'NOBLOB';
      INSERT INTO t VALUES (3, 3, 'x'); UPDATE t SET a = 4; UPDATE t SET big = 'y'; DELETE FROM t`);
    await reader.pass(await feeds.head());
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
    await database.query(`
      CREATE TABLE t (id int PRIMARY KEY, g int AS (id * 2) VIRTUAL, s int AS (id * 3) STORED, h int INVISIBLE DEFAULT 7);
      CREATE TABLE other LIKE t; CREATE TABLE past (id int)`);
    const reader = await read('t');
    await database.query(
      'INSERT INTO other (id) VALUES (1); INSERT INTO t (id) VALUES (1); INSERT INTO past VALUES (1)',
    );
    await reader.pass(await feeds.head());
    expect(told(reader)).toEqual([
      { op: 'insert', before: null, after: { id: '1', g: '2', s: '3', h: '7' } },
    ]);
    expect(reader.events.filter(({ kind }) => kind === 'begin' || kind === 'commit')).toHaveLength(2);
    await reader.close();
  });

  test('compressed events, events without checksums, and a row larger than a packet', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY, big longblob)');
    await database.query('SET GLOBAL log_bin_compress = ON, GLOBAL binlog_checksum = NONE');
    const reader = await read('t');
    await database.query(`INSERT INTO t VALUES (1, REPEAT('abc', 1000)); UPDATE t SET id = 2`);
    await database.query(`ALTER TABLE t COMMENT = '${'long '.repeat(100)}'`);
    await database.query('SET GLOBAL log_bin_compress = OFF, GLOBAL binlog_checksum = CRC32');
    await database.query(`INSERT INTO t VALUES (3, REPEAT('x', 17000000))`);
    await reader.pass(await feeds.head());
    const [insert, update, large] = reader.changes;
    expect(insert?.after?.big).toBe(`\\x${'616263'.repeat(1000)}`);
    expect(update).toMatchObject({ before: insert?.after, after: { id: '2', big: insert?.after?.big } });
    expect(large?.after?.big).toHaveLength(34_000_002);
    expect(reader.events.filter(({ kind }) => kind === 'schema')).toHaveLength(2);
    await reader.close();
  });
});

describe('tables that change', () => {
  test('[E15] each change is told before the next row, which is read as what the table was then', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
    const reader = await read('t');
    await database.query('INSERT INTO t VALUES (1, 1); ALTER TABLE t ADD b varchar(9) FIRST');
    await reader.pass(await feeds.head());
    await database.query(`INSERT INTO t VALUES ('x', 2, 2); ALTER TABLE t DROP a, ADD c int`);
    await reader.pass(await feeds.head());
    await database.query(`INSERT INTO t VALUES ('y', 3, 3)`);
    await reader.pass(await feeds.head());
    expect(
      reader.events.flatMap((event): unknown[] => {
        if (event.kind === 'schema') return [event.fields.map(({ name }) => name).join()];
        return event.kind === 'change' ? [event.after] : [];
      }),
    ).toEqual([
      'id,a',
      { id: '1', a: '1' },
      'b,id,a',
      { b: 'x', id: '2', a: '2' },
      'b,id,c',
      { b: 'y', id: '3', c: '3' },
    ]);
    await reader.close();
  });

  test('[E15] rows from before a change are read as what the table was, however late', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY, a int)');
    await prepared('t');
    await database.query(
      'INSERT INTO t VALUES (1, 1); ALTER TABLE t DROP a, ADD c int; INSERT INTO t VALUES (2, 2)',
    );
    const reader = await open('t');
    await reader.pass(await feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([
      { id: '1', a: '1' },
      { id: '2', c: '2' },
    ]);
    reader.feed.acknowledge(reader.changes[0]?.position ?? '');
    await reader.close();
    const again = await open('t');
    await again.pass(await feeds.head());
    expect(again.changes.map(({ after }) => after)).toEqual([{ id: '2', c: '2' }]);
    again.feed.acknowledge(again.delivered);
    await again.close();
    const last = await open('t');
    await database.query('INSERT INTO t VALUES (3, 3)');
    await last.pass(await feeds.head());
    expect(last.changes.map(({ after }) => after)).toEqual([{ id: '3', c: '3' }]);
    await last.close();
  });

  test('[E15] where it cannot be known what a table was, nothing is guessed: a repair is asked for', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY, a int, b int)');
    await prepared('t');
    await database.query(`
      ALTER TABLE t DROP a; INSERT INTO t VALUES (1, 1); ALTER TABLE t DROP b, ADD c int; INSERT INTO t VALUES (2, 2)`);
    const reader = await open('t');
    await reader.done;
    expect(resets(reader)).toMatchObject([
      { code: 'SLOT_LOST', detail: expect.stringContaining('changed twice') },
    ]);
    expect(await feeds.isWhole('f')).toBe(false);
    expect(await prepared('t')).toEqual({ created: true });
    const again = await open('t');
    await database.query('INSERT INTO t VALUES (3, 3)');
    await again.pass(await feeds.head());
    expect(again.changes.map(({ after }) => after)).toEqual([{ id: '3', c: '3' }]);
    await again.close();
  });

  test('[E15] with names in the log every row is known, however often its table changed', async () => {
    await database.query(`SET GLOBAL binlog_row_metadata = 'FULL'`);
    await database.query('CREATE TABLE t (id int PRIMARY KEY, a int, b int)');
    await prepared('t');
    await database.query(`
      ALTER TABLE t DROP a; INSERT INTO t VALUES (1, 1); ALTER TABLE t DROP b, ADD c int FIRST; INSERT INTO t VALUES (2, 2)`);
    await database.query(`SET GLOBAL binlog_row_metadata = 'NO_LOG'`);
    const reader = await open('t');
    await reader.pass(await feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([{ id: '1' }, { c: '2', id: '2' }]);
    await reader.close();
  });

  test('a table that is made anew, renamed or dropped goes on or is told', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE n (id int PRIMARY KEY, a int)');
    const reader = await read('t');
    await database.query('RENAME TABLE t TO o, n TO t; INSERT INTO t VALUES (1, 1)');
    await reader.pass(await feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([{ id: '1', a: '1' }]);
    await database.query('DROP TABLE t');
    await reader.until(() => reader.events.filter(({ kind }) => kind === 'schema').length === 2, 'the drop');
    expect(reader.events.findLast(({ kind }) => kind === 'schema')).toMatchObject({ fields: [] });
    await reader.close();
  });

  test('only a truncation of the stream is one', async () => {
    const elsewhere = await mariadbDatabase('elsewhere', server.adminUrl);
    await elsewhere.query('CREATE TABLE t (id int)');
    await database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE tt (id int)');
    const reader = await read('t');
    await elsewhere.query('TRUNCATE t');
    await database.query(`TRUNCATE tt; TRUNCATE /* t */ TABLE \`${database.name}\`.t`);
    await reader.pass(await feeds.head());
    expect(reader.events.filter(({ kind }) => kind === 'truncate')).toMatchObject([
      { streams: ['t'], ordinal: 0 },
    ]);
    await reader.close();
    await elsewhere.close();
  });
});

describe('what the log does not tell is a reason for a repair', () => {
  test('[E8] statements that are logged without their rows', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int)');
    const reader = await read('t');
    await database.query(`SET binlog_format = 'STATEMENT'; INSERT INTO other VALUES (1)`);
    await reader.pass(await feeds.head());
    expect(reader.events.filter(({ kind }) => kind !== 'heartbeat')).toEqual([]);
    await database.query(`SET binlog_format = 'STATEMENT'; INSERT INTO t VALUES (1)`);
    await reader.done;
    expect(resets(reader)).toMatchObject([
      { code: 'SLOT_LOST', detail: expect.stringContaining('binlog_format') },
    ]);
    expect(await feeds.isWhole('f')).toBe(false);
    await expect(
      database.query(`SET GLOBAL binlog_format = 'MIXED'`).then(() => prepared('t')),
    ).rejects.toMatchObject({ code: 'LOG_LEVEL' });
    await database.query(`SET GLOBAL binlog_format = 'ROW'`);
  });

  test('[E8] XA transactions that are committed, while those that are undone or elsewhere do no harm', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int)');
    const reader = await read('t');
    const xa = (sql: string, name: string, end: string) =>
      `XA START '${name}'; ${sql}; XA END '${name}'; ${end} '${name}'`;
    await database.query(xa('INSERT INTO other VALUES (1)', 'a', 'XA PREPARE'));
    await database.query(`XA COMMIT 'a'`);
    await database.query(xa('INSERT INTO t VALUES (1)', 'b', 'XA PREPARE'));
    await database.query(`XA ROLLBACK 'b'`);
    await database.query('INSERT INTO t VALUES (2)');
    await reader.pass(await feeds.head());
    expect(reader.changes.map(({ after }) => after)).toEqual([{ id: '2' }]);
    await database.query(xa('INSERT INTO t VALUES (3)', 'c', 'XA PREPARE'));
    await database.query(`XA COMMIT 'c'`);
    await reader.done;
    expect(resets(reader)).toMatchObject([{ code: 'SLOT_LOST', detail: expect.stringContaining('XA') }]);
  });

  test('[E8] a log that was purged, and one that was begun anew', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await read('t');
    await database.query(
      'FLUSH BINARY LOGS; INSERT INTO t VALUES (1); FLUSH BINARY LOGS; INSERT INTO t VALUES (2)',
    );
    await reader.pass(await feeds.head());
    expect(reader.changes.map(({ after }) => after?.id)).toEqual(['1', '2']);
    const read1 = reader.changes[0]?.position ?? '';
    reader.feed.acknowledge(read1);
    await reader.close();
    expect(await feeds.isWhole('f')).toBe(true);
    expect((await feeds.retained('f')).bytes).toBeGreaterThan(100);
    const [{ Log_name: last } = { Log_name: '' }] = (await database.query('SHOW BINARY LOGS')).slice(-1);
    // The server keeps a file until its tables have caught up with it.
    await eventually(async () => {
      await database.query(`PURGE BINARY LOGS TO '${last}'`);
      return !(await feeds.isWhole('f'));
    });
    expect((await feeds.history(read1)).refuted).toBeNull();
    const purged = await open('t');
    await purged.done;
    expect(purged.events).toMatchObject([{ kind: 'reset-required', code: 'SLOT_INVALIDATED' }]);
    expect(await prepared('t')).toEqual({ created: true });
    const known = await feeds.head();
    expect((await feeds.history(known)).refuted).toBeNull();
    // The beginning of a file is known by its second.
    await sleep(1100);
    await database.query('RESET MASTER');
    expect((await feeds.history(known)).refuted).toMatch(/log ends with/);
    await database.query('RESET MASTER TO 100');
    expect(await feeds.isWhole('f')).toBe(false);
    expect((await feeds.history(known)).refuted).toBeNull();
    const other = await open('t');
    await other.done;
    expect(other.events).toMatchObject([{ kind: 'reset-required' }]);
  });
});

describe('the reading itself', () => {
  test('[E8] an idle feed stores nothing, so that feeds do not keep each other awake', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const elsewhere = await mariadbDatabase('elsewhere', server.adminUrl);
    await elsewhere.query('CREATE TABLE t (id int PRIMARY KEY)');
    const other = new MysqlDatabase(MysqlConfig.parse({ url: elsewhere.url }));
    const others = new MysqlFeeds(other);
    await others.prepare({ feedId: 'f', streams: ['t'] });
    const readers = [await read('t'), new FeedReader(await others.open({ feedId: 'f', streams: ['t'] }))];
    const acknowledging = setInterval(() => {
      for (const reader of readers) if (reader.delivered) reader.feed.acknowledge(reader.delivered);
    }, 10);
    const stored = async () =>
      String((await database.query(`SELECT position FROM syncline_feed WHERE id <> ''`))[0]?.position);
    const first = await stored();
    await database.query('INSERT INTO t VALUES (1)');
    await eventually(
      async () => (await stored()) !== first && (await stored()) >= readers[0]!.changes[0]!.position,
    );
    // Both have stored what the one insert gave them to store, and go on reading each other's doing.
    const head = await feeds.head();
    await Promise.all(readers.map((reader) => reader.pass(head)));
    await sleep(4500);
    const [{ Position: quiet } = { Position: 0 }] = await database.query('SHOW MASTER STATUS');
    await sleep(2500);
    expect((await database.query('SHOW MASTER STATUS'))[0]?.Position).toBe(quiet);
    clearInterval(acknowledging);
    await Promise.all(readers.map((reader) => reader.close()));
    await others.close();
    await other.close();
    await elsewhere.close();
  });

  test('a reader that does not pull keeps its connection and loses nothing', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY, big text)');
    await prepared('t');
    const feed = await feeds.open({ feedId: 'f', streams: ['t'] });
    await database.query(`INSERT INTO t SELECT seq, REPEAT(MD5(seq), 1000) FROM seq_1_to_3000`);
    const before = process.memoryUsage().rss;
    await sleep(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
    const reader = new FeedReader(feed);
    await reader.pass(await feeds.head());
    expect(reader.changes).toHaveLength(3000);
    expect(new Set(reader.changes.map(({ position }) => position)).size).toBe(1);
    await reader.close();
  });

  test('a broken connection ends the feed with a classified error, a held one is busy, a missing one is lost', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const missing = await open('t');
    await missing.done;
    expect(resets(missing)).toMatchObject([{ code: 'SLOT_LOST' }]);
    const reader = await read('t');
    const elsewhere = new MysqlFeeds(reading);
    await expect(elsewhere.open({ feedId: 'f', streams: ['t'] })).rejects.toMatchObject({
      code: 'SLOT_BUSY',
    });
    const [dump] = await database.query<{ ID: string }>(
      `SELECT ID FROM information_schema.PROCESSLIST WHERE COMMAND = 'Binlog Dump' AND DB = DATABASE()`,
    );
    await database.query(`KILL ${dump?.ID}`);
    await expect(reader.done).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    const again = await read('t');
    await database.query('INSERT INTO t VALUES (1)');
    await again.pass(await feeds.head());
    expect(again.changes).toHaveLength(1);
    await database.query('DELETE FROM syncline_feed');
    await database.query('INSERT INTO t VALUES (2)');
    await again.until(() => again.changes.length === 2, 'the second');
    again.feed.acknowledge(again.delivered);
    await again.done;
    expect(resets(again)).toMatchObject([{ code: 'SLOT_LOST' }]);
  });

  test('[E8] a server that is killed comes back with what was committed, and the feed goes on', async () => {
    await database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await read('t');
    await database.query('INSERT INTO t VALUES (1)');
    await reader.until(() => reader.changes.length === 1, 'the first');
    await server.kill();
    await expect(reader.done).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await server.start();
    const known = reader.delivered;
    expect((await feeds.history(known)).refuted).toBeNull();
    expect(await prepared('t')).toEqual({ created: false });
    const again = await open('t');
    await eventually(() =>
      database.query('INSERT INTO t VALUES (2)').then(
        () => true,
        () => false,
      ),
    );
    await again.pass(await feeds.head());
    expect(again.changes.map(({ after }) => after?.id)).toEqual(['1', '2']);
    await again.close();
  });

  test('[E8] a server restored from an older copy of its data is told from the one that was read', async () => {
    const [{ folder } = { folder: '' }] = await database.query<{ folder: string }>(
      'SELECT @@datadir AS folder',
    );
    const data = folder.replace(/\/$/, '');
    await database.query('CREATE TABLE t (id int PRIMARY KEY)');
    const reader = await read('t');
    await database.query('INSERT INTO t VALUES (1)');
    await reader.until(() => reader.changes.length === 1, 'the first');
    const early = reader.delivered;
    await reader.close();
    await server.halt();
    await cp(data, `${data}-copy`, { recursive: true });
    await server.start();
    const again = await read('t');
    await eventually(() =>
      database.query('INSERT INTO t VALUES (2)').then(
        () => true,
        () => false,
      ),
    );
    await again.until(() => again.changes.some(({ after }) => after?.id === '2'), 'the second');
    const late = again.delivered;
    expect((await feeds.history(late)).refuted).toBeNull();
    await again.close();
    await server.halt();
    await rm(data, { recursive: true });
    await rename(`${data}-copy`, data);
    await server.start();
    await eventually(() =>
      database.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
    expect((await feeds.history(early)).refuted).toBeNull();
    expect((await feeds.history(late)).refuted).toMatch(/^Its log file/);
  });
});
