import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;
const readers: FeedReader[] = [];

beforeEach(async () => {
  database = await testDatabase('feed');
  session = postgresConnector.open({ url: database.url });
});

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.feed.close()));
  await session.close();
  await database.close();
});

async function read(...streams: string[]): Promise<FeedReader> {
  await session.source.prepare({ feedId: 'f', streams });
  const reader = new FeedReader(await session.source.open({ feedId: 'f', streams }));
  readers.push(reader);
  return reader;
}

/** Text that cannot be compressed, so that it is stored out of line. */
const big = `(SELECT string_agg(md5(n::text), '') FROM generate_series(1, 400) n)`;

test('an unchanged large value is known with replica identity FULL', async () => {
  await database.query(
    'CREATE TABLE t (id int PRIMARY KEY, a int, big text); ALTER TABLE t REPLICA IDENTITY FULL',
  );
  const reader = await read('public.t');
  await database.query(`INSERT INTO t VALUES (1, 1, ${big})`);
  await database.query('UPDATE t SET a = 2');
  await database.query('UPDATE t SET big = NULL');
  await reader.pass(await session.source.head());
  const [insert, update, cleared] = reader.changes;
  expect(insert!.after!.big).toHaveLength(12_800);
  expect(update).toMatchObject({
    before: insert!.after,
    after: { id: '1', a: '2', big: insert!.after!.big },
  });
  expect(cleared).toMatchObject({ before: { big: insert!.after!.big }, after: { big: null } });
});

test('[E5] with the default identity old rows are the key alone or absent, and a large unchanged value is unknown', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY, a int, big text)');
  const reader = await read('public.t');
  await database.query(`INSERT INTO t VALUES (1, 1, ${big})`);
  await database.query('UPDATE t SET a = 2');
  await database.query('UPDATE t SET id = 2');
  await database.query('DELETE FROM t');
  await reader.pass(await session.source.head());
  const [, update, rename, remove] = reader.changes;
  expect(update).toMatchObject({ op: 'update', before: null, after: { id: '1', a: '2', big: undefined } });
  expect(Object.hasOwn(update!.after!, 'big')).toBe(true);
  expect(rename!.before).toEqual({ id: '1' });
  expect(rename!.after).toMatchObject({ id: '2', big: undefined });
  expect(remove).toMatchObject({ before: { id: '2' }, after: null });
  expect(Object.keys(remove!.before!)).toEqual(['id']);
});

test('[E15] tells the fields before the first row, and again when they may have changed', async () => {
  await database.query(
    `CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id int PRIMARY KEY, n numeric(10,2))`,
  );
  const reader = await read('public.t');
  await database.query('INSERT INTO t VALUES (1, 1)');
  await database.query('ANALYZE t; INSERT INTO t VALUES (2, 1)');
  await database.query(
    'ALTER TABLE t ADD COLUMN m mood; ALTER TABLE t ALTER n TYPE text; INSERT INTO t VALUES (3, 1)',
  );
  await reader.pass(await session.source.head());
  const told = reader.events.filter((event) => event.kind === 'schema' || event.kind === 'change');
  expect(told.map((event) => event.kind)).toEqual([
    'schema',
    'change',
    'schema',
    'change',
    'schema',
    'change',
  ]);
  expect(told[0]).toMatchObject({
    stream: 'public.t',
    fields: [
      { name: 'id', nativeType: 'integer' },
      { name: 'n', nativeType: 'numeric(10,2)' },
    ],
  });
  expect(told[4]).toMatchObject({
    fields: [{ name: 'id' }, { name: 'n', nativeType: 'text' }, { name: 'm', nativeType: 'public.mood' }],
  });
});

test('a partitioned table is one stream', async () => {
  await database.query(`
    CREATE TABLE t (id int, at int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
    CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
    ALTER TABLE t1 REPLICA IDENTITY FULL; ALTER TABLE t2 REPLICA IDENTITY FULL`);
  const [stream] = await session.introspect();
  expect(stream).toMatchObject({ name: 'public.t', beforeImage: 'full', key: ['id', 'at'] });
  const reader = await read('public.t');
  await database.query('INSERT INTO t VALUES (1, 5), (2, 15); UPDATE t SET id = 3 WHERE id = 2; TRUNCATE t');
  await reader.pass(await session.source.head());
  expect(reader.changes.map(({ stream, op, after }) => [stream, op, after?.id])).toEqual([
    ['public.t', 'insert', '1'],
    ['public.t', 'insert', '2'],
    ['public.t', 'update', '3'],
  ]);
  expect(reader.events.find((event) => event.kind === 'truncate')).toMatchObject({ streams: ['public.t'] });
});

test('names of any spelling', async () => {
  await database.query(
    `CREATE SCHEMA "My.Schema"; CREATE TABLE "My.Schema"."Ta""ble" ("Id; --" int PRIMARY KEY, "a b" text)`,
  );
  const [stream] = await session.introspect();
  const name = '"My.Schema"."Ta""ble"';
  expect(stream!.name).toBe(name);
  const reader = await read(name);
  await database.query(`INSERT INTO "My.Schema"."Ta""ble" VALUES (1, 'x')`);
  await reader.pass(await session.source.head());
  expect(reader.changes[0]).toMatchObject({ stream: name, after: { 'Id; --': '1', 'a b': 'x' } });
  const request = { stream: name, key: ['Id; --'], fields: ['a b'] };
  expect((await session.source.snapshot({ ...request, cursor: '["0"]', limit: 5 })).rows).toEqual([
    { 'Id; --': '1', 'a b': 'x' },
  ]);
});

test('a field that is called like a part of every object keeps its value', async () => {
  await database.query(
    'CREATE TABLE t (id int PRIMARY KEY, "__proto__" text); ALTER TABLE t REPLICA IDENTITY FULL',
  );
  const reader = await read('public.t');
  await database.query(`INSERT INTO t VALUES (1, 'a'); UPDATE t SET "__proto__" = 'b'`);
  await reader.pass(await session.source.head());
  const images = reader.changes.flatMap(({ before, after }) => [before, after]);
  expect(images.map((image) => image && Object.entries(image).join())).toEqual([
    null,
    'id,1,__proto__,a',
    'id,1,__proto__,a',
    'id,1,__proto__,b',
  ]);
  const request = { stream: 'public.t', fields: ['__proto__'], key: ['id'] };
  const { rows } = await session.source.snapshot({ ...request, cursor: null, limit: 5 });
  expect(rows.map((row) => Object.entries(row).join())).toEqual(['id,1,__proto__,b']);
});

test('a feed begins, or takes in another table, only after the transactions that were open', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY)');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const during = async (table: string, prepare: () => Promise<unknown>) => {
    await client.query(`BEGIN; INSERT INTO ${table} VALUES (1)`);
    let done = false;
    const prepared = prepare().then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(done).toBe(false);
    await client.query('COMMIT');
    await prepared;
    await client.query(`INSERT INTO ${table} VALUES (2)`);
  };
  await during('t', () => session.source.prepare({ feedId: 'f', streams: ['public.t'] }));
  await during('u', () => session.source.prepare({ feedId: 'f', streams: ['public.t', 'public.u'] }));
  await client.end();
  const reader = await read('public.t', 'public.u');
  await reader.pass(await session.source.head());
  const seen = reader.changes.map(({ stream, after }) => `${stream} ${after!.id}`);
  // What was open is before the feed: the snapshot that follows sees it. What came after is in it.
  expect(seen).toEqual(expect.arrayContaining(['public.t 2', 'public.u 2']));
});

test('[E8] an idle feed lets the slot go on while other tables are written', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE noise (id int)');
  const reader = await read('public.t');
  await database.query('INSERT INTO noise SELECT generate_series(1, 20000)');
  const [{ lsn } = { lsn: '' }] = await database.query<{ lsn: string }>(
    'SELECT pg_current_wal_lsn()::text AS lsn',
  );
  const slot = async () =>
    (
      await database.query<{ passed: boolean }>(
        'SELECT confirmed_flush_lsn >= $1::pg_lsn AS passed FROM pg_replication_slots WHERE database = current_database()',
        [lsn],
      )
    )[0]!.passed;
  const until = Date.now() + 5000;
  while (!(await slot()) && Date.now() < until) {
    reader.feed.acknowledge(reader.delivered);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await slot()).toBe(true);
  expect(reader.changes).toEqual([]);
  expect((await session.source.retained('f')).bytes).toBeGreaterThanOrEqual(0);
});

test('a reader that does not pull keeps its connection and loses nothing', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY, big text)');
  await database.query(`ALTER DATABASE ${database.name} SET wal_sender_timeout = '2s'`);
  await session.source.prepare({ feedId: 'f', streams: ['public.t'] });
  const feed = await session.source.open({ feedId: 'f', streams: ['public.t'] });
  await database.query(`INSERT INTO t SELECT n, repeat(md5(n::text), 1000) FROM generate_series(1, 2000) n`);
  const before = process.memoryUsage().rss;
  await new Promise((resolve) => setTimeout(resolve, 5000));
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  const reader = new FeedReader(feed);
  readers.push(reader);
  await reader.pass(await session.source.head());
  expect(reader.changes).toHaveLength(2000);
});

test('a broken connection ends the feed with a classified error', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY)');
  const reader = await read('public.t');
  await database.query(
    'SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = current_database()',
  );
  await expect(reader.done).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  const again = await read('public.t');
  await database.query('INSERT INTO t VALUES (1)');
  await again.pass(await session.source.head());
  expect(again.changes).toHaveLength(1);
});

test('a feed that somebody else reads is busy', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY)');
  await read('public.t');
  await expect(session.source.open({ feedId: 'f', streams: ['public.t'] })).rejects.toMatchObject({
    code: 'SLOT_BUSY',
  });
});

test('[E8] two databases of one server may have a feed of the same name, and are told apart', async () => {
  const copied = await testDatabase('feed');
  const other = postgresConnector.open({ url: copied.url });
  const feed = { feedId: 'f', streams: ['public.t'] };
  const opened: FeedReader[] = [];
  for (const [place, { source }] of [
    [database, session],
    [copied, other],
  ] as const) {
    await place.query('CREATE TABLE t (id int PRIMARY KEY)');
    expect(await source.prepare(feed)).toEqual({ created: true });
    opened.push(new FeedReader(await source.open(feed)));
  }
  const [here, there] = await Promise.all(
    [session, other].map(({ source }) => source.history({ feedId: 'f', reached: '' })),
  );
  expect(here!.system).not.toBe(there!.system);
  await database.query('INSERT INTO t VALUES (1)');
  await copied.query('INSERT INTO t VALUES (2)');
  for (const [at, { source }] of [session, other].entries()) await opened[at]!.pass(await source.head());
  expect(opened.map(({ changes }) => changes.map(({ after }) => after!.id))).toEqual([['1'], ['2']]);
  expect((await other.cleanup({ feedIds: ['f'], tags: [] })).map(({ kind }) => kind)).toContain(
    'replication slot',
  );
  await opened[1]!.done.catch((error: unknown) => expect(error).toMatchObject({ code: 'CONNECTION_LOST' }));
  await other.close();
  await copied.close();
  expect(await session.source.isWhole('f')).toBe(true);
  await database.query('INSERT INTO t VALUES (3)');
  await opened[0]!.pass(await session.source.head());
  expect(opened[0]!.changes.map(({ after }) => after!.id)).toEqual(['1', '3']);
  await opened[0]!.close();
});

test('a slot that an earlier version named without its database is read, and removed', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY)');
  const feedId = database.name;
  await session.source.prepare({ feedId, streams: ['public.t'] });
  const scope = { feedIds: [feedId], tags: [] };
  const [slot] = await session.owned(scope);
  const before = slot!.name.slice(0, slot!.name.lastIndexOf('_'));
  await database.query(
    `SELECT pg_drop_replication_slot('${slot!.name}'), pg_create_logical_replication_slot('${before}', 'pgoutput')`,
  );
  expect(await session.source.prepare({ feedId, streams: ['public.t'] })).toEqual({ created: false });
  const reader = new FeedReader(await session.source.open({ feedId, streams: ['public.t'] }));
  await database.query('INSERT INTO t VALUES (1)');
  await reader.pass(await session.source.head());
  expect(reader.changes).toHaveLength(1);
  await reader.close();
  expect(await session.cleanup(scope)).toContainEqual({ kind: 'replication slot', name: before });
});

test('a missing slot asks for a repair', async () => {
  await database.query('CREATE TABLE t (id int PRIMARY KEY)');
  const lost = new FeedReader(await session.source.open({ feedId: 'absent', streams: ['public.t'] }));
  await lost.done;
  expect(lost.events).toMatchObject([{ kind: 'reset-required', code: 'SLOT_LOST' }]);
});

test('a table whose owner would be blocked by its publication is refused', async () => {
  await database.query(`
    CREATE TABLE bare (id int);
    CREATE TABLE virtual (id int PRIMARY KEY, v int GENERATED ALWAYS AS (id + 1) VIRTUAL);
    ALTER TABLE virtual REPLICA IDENTITY FULL`);
  const prepare = (stream: string) => session.source.prepare({ feedId: 'f', streams: [stream] });
  await expect(prepare('public.bare')).rejects.toMatchObject({ code: 'KEY_MISSING' });
  await expect(prepare('public.virtual')).rejects.toMatchObject({ code: 'BEFORE_IMAGE_PARTIAL' });
  await expect(prepare('public.absent')).rejects.toMatchObject({ code: 'STREAM_MISSING' });
});

test('stored generated fields are in the log', async () => {
  await database.query(
    'CREATE TABLE t (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED); ALTER TABLE t REPLICA IDENTITY FULL',
  );
  const reader = await read('public.t');
  await database.query('INSERT INTO t VALUES (1); UPDATE t SET id = 2');
  await reader.pass(await session.source.head());
  expect(reader.changes.map(({ before, after }) => [before?.g, after?.g])).toEqual([
    [undefined, '2'],
    ['2', '4'],
  ]);
});
