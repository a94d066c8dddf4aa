import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Change } from '#core/change/change-event.ts';
import { brokenHistory } from '#core/change/history.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { type SqliteTestFile, testFile } from '#testing/sqlite-file.ts';
import { SqliteClient } from '#testing/systems/sqlite-client.ts';
import { sqliteConnector } from './index.ts';

const tables = `
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE COLLATE NOCASE);
  CREATE TABLE tags (tag TEXT PRIMARY KEY COLLATE NOCASE, n INTEGER) WITHOUT ROWID;`;
const feed = { feedId: 'feed', streams: ['people', 'tags'] };

let file: SqliteTestFile;
let session: ConnectorSession;
let writer: SqliteClient;
let reader: FeedReader | null;

beforeEach(async () => {
  file = testFile(tables);
  session = openSession();
  writer = new SqliteClient(file.path);
  reader = null;
});

afterEach(async () => {
  // What a test broke on purpose it has looked at.
  await reader?.close().catch(() => undefined);
  await session.close();
  await writer.close();
  file.remove();
});

const openSession = () => sqliteConnector(() => ({ folders: null, forbidden: [] })).open({ file: file.path });

async function read(): Promise<FeedReader> {
  await session.source.prepare(feed);
  reader = new FeedReader(await session.source.open(feed));
  return reader;
}

async function passed(from: FeedReader): Promise<Change[]> {
  await from.pass(await session.source.head());
  return from.changes;
}

const brief = ({ op, before, after }: Change) => [op, before, after] as const;
const person = (id: number, name: string, email: string | null = `${name}@x.test`) => ({
  id: String(id),
  name,
  email,
});
const insert = (id: number, name: string) =>
  `INSERT INTO people VALUES (${id}, '${name}', '${name}@x.test');`;

test('a field that is called like a part of every object keeps its value', async () => {
  await writer.query('CREATE TABLE t (id INTEGER PRIMARY KEY, "__proto__" TEXT)');
  const odd = { ...feed, streams: ['t'] };
  await session.source.prepare(odd);
  reader = new FeedReader(await session.source.open(odd));
  await writer.query(`INSERT INTO t VALUES (1, 'a'); UPDATE t SET "__proto__" = 'b'`);
  const images = (await passed(reader)).flatMap(({ before, after }) => [before, after]);
  expect(images.map((image) => image && Object.entries(image).join())).toEqual([
    null,
    'id,1,__proto__,a',
    'id,1,__proto__,a',
    'id,1,__proto__,b',
  ]);
  const request = { stream: 't', fields: ['__proto__'], key: ['id'] };
  const { rows } = await session.source.snapshot({ ...request, cursor: null, limit: 5 });
  expect(rows.map((row) => Object.entries(row).join())).toEqual(['id,1,__proto__,b']);
});

describe('another process writes', () => {
  test('[E2] its transactions come apart, each with its own moment, and nothing of what it takes back', async () => {
    const feeding = await read();
    const start = Date.now();
    await writer.query(`BEGIN; ${insert(1, 'a')} ${insert(2, 'b')} COMMIT`);
    await writer.query(`BEGIN; ${insert(3, 'c')} ROLLBACK`);
    await writer.query(insert(4, 'd'));
    await writer.query('DELETE FROM people WHERE id < 3');
    const changes = await passed(feeding);
    expect(changes.map(({ op, ordinal, after, before }) => [op, ordinal, (after ?? before)?.id])).toEqual([
      ['insert', 0, '1'],
      ['insert', 1, '2'],
      ['insert', 0, '4'],
      ['delete', 0, '1'],
      ['delete', 1, '2'],
    ]);
    for (const { commitTime } of changes) {
      expect(commitTime).toBeGreaterThanOrEqual((start - 2) * 1000);
      expect(commitTime).toBeLessThanOrEqual((Date.now() + 2) * 1000);
      expect(commitTime % 1000).toBe(0);
    }
  });

  test('[E7] what nobody read comes with the same places again', async () => {
    await session.source.prepare(feed);
    for (let i = 1; i <= 5; i++)
      await writer.query(`BEGIN; ${insert(i, `n${i}`)} ${insert(100 + i, `m${i}`)} COMMIT`);
    const first = await read();
    const places = (await passed(first)).map(({ position, ordinal }) => [position, ordinal]);
    expect(new Set(places.map(([position]) => position)).size).toBe(5);
    await first.close();
    // The log begins anew, and with it what could tell transactions apart.
    await writer.query('PRAGMA wal_checkpoint(TRUNCATE)');
    const second = await read();
    expect((await passed(second)).map(({ position, ordinal }) => [position, ordinal])).toEqual(places);
  });

  test('what a log that began anew does not tell apart comes as one, whole and in order', async () => {
    await session.source.prepare(feed);
    for (let i = 1; i <= 3; i++) await writer.query(insert(i, `n${i}`));
    await session.close();
    await writer.query('PRAGMA wal_checkpoint(TRUNCATE)');
    session = openSession();
    const changes = await passed(await read());
    expect(changes.map(({ after, ordinal }) => [after?.id, ordinal])).toEqual([
      ['1', 0],
      ['2', 1],
      ['3', 2],
    ]);
    expect(new Set(changes.map(({ position }) => position)).size).toBe(1);
  });

  test('killed in the middle of a transaction, it leaves nothing of it, and others go on', async () => {
    const feeding = await read();
    await writer.query(insert(1, 'a'));
    await writer.query(`BEGIN IMMEDIATE; ${insert(2, 'b')}`);
    await writer.kill();
    writer = new SqliteClient(file.path);
    await writer.query(insert(3, 'c'));
    expect((await passed(feeding)).map(({ after }) => after?.id)).toEqual(['1', '3']);
  });

  test('[E8] while it keeps the file locked everything can be read, and heads are passed', async () => {
    const feeding = await read();
    await writer.query(insert(1, 'a'));
    await passed(feeding);
    await writer.query(`BEGIN IMMEDIATE; ${insert(2, 'b')}`);
    await feeding.pass(await session.source.head());
    const rows = await session.source.read({
      stream: 'people',
      fields: ['name'],
      key: ['id'],
      keys: [{ id: '1' }],
    });
    expect(rows).toEqual([{ id: '1', name: 'a' }]);
    const findings = await session.preflight({ streams: ['people'], use: 'both' });
    expect(findings.find(({ code }) => code === 'LOCK_WAIT')?.severity).toBe('warning');
    const preparing = session.target.prepare(['lane/left']);
    await writer.query('COMMIT');
    await preparing;
    expect((await passed(feeding)).map(({ after }) => after?.id)).toEqual(['1', '2']);
  });
});

describe.each([
  ['without', 'OFF'],
  ['with', 'ON'],
])('rows that are replaced %s recursive triggers', (_, recursive) => {
  beforeEach(() => writer.query(`PRAGMA recursive_triggers = ${recursive}`));

  test('[E5] tell of the row that was there', async () => {
    await writer.query(`${insert(1, 'a')} ${insert(2, 'b')} ${insert(3, 'c')}`);
    const feeding = await read();
    await writer.query("INSERT OR REPLACE INTO people VALUES (1, 'new', 'new@x.test')");
    await writer.query("REPLACE INTO people VALUES (9, 'nine', 'B@X.test')");
    await writer.query("UPDATE OR REPLACE people SET email = 'NEW@x.test' WHERE id = 3");
    const changes = await passed(feeding);
    // The same whether the delete was told by a trigger or not: one record after the other.
    const states = changes.map(brief).flatMap(([op, before, after]) =>
      op === 'update' && before?.id === '1' && recursive === 'OFF'
        ? [
            ['delete', before, null],
            ['insert', null, after],
          ]
        : [[op, before, after]],
    );
    expect(states).toEqual([
      ['delete', person(1, 'a'), null],
      ['insert', null, person(1, 'new')],
      ['delete', person(2, 'b'), null],
      ['insert', null, person(9, 'nine', 'B@X.test')],
      ['delete', person(1, 'new'), null],
      ['update', person(3, 'c'), person(3, 'c', 'NEW@x.test')],
    ]);
  });

  test('are no more than what happened: ignored rows, upserts, and refused ones', async () => {
    await writer.query(`${insert(1, 'a')} ${insert(2, 'b')}`);
    const feeding = await read();
    await writer.query("INSERT OR IGNORE INTO people VALUES (1, 'no', 'no')");
    await writer.query("INSERT INTO people VALUES (1, 'no', 'no') ON CONFLICT DO UPDATE SET name = 'yes'");
    await expect(writer.query("INSERT INTO people VALUES (2, 'no', 'no')")).rejects.toThrow('UNIQUE');
    await writer.query(
      "BEGIN; INSERT OR IGNORE INTO people VALUES (2, 'no', 'no'); DELETE FROM people WHERE id = 2; INSERT INTO people VALUES (2, 'again', null); COMMIT",
    );
    expect((await passed(feeding)).map(brief)).toEqual([
      ['update', person(1, 'a'), person(1, 'yes', 'a@x.test')],
      ['delete', person(2, 'b'), null],
      ['insert', null, person(2, 'again', null)],
    ]);
  });
});

describe('another program changes the schema', () => {
  test('[E15] a column that is added is told of, with its values from then on', async () => {
    const feeding = await read();
    await writer.query(insert(1, 'a'));
    await passed(feeding);
    await writer.query('ALTER TABLE people ADD COLUMN age INTEGER');
    await feeding.until(
      () => feeding.events.filter((event) => event.kind === 'schema').length === 2,
      'the new description',
    );
    await writer.query("INSERT INTO people VALUES (2, 'b', null, 41)");
    const changes = await passed(feeding);
    expect(changes.map(({ after }) => after)).toEqual([
      person(1, 'a'),
      { ...person(2, 'b', null), age: '41' },
    ]);
    const told = feeding.events.filter((event) => event.kind === 'schema').at(-1);
    expect(told?.fields.map(({ name }) => name)).toEqual(['id', 'name', 'email', 'age']);
  });

  test('[E8] a table that is made anew makes the feed begin anew', async () => {
    const feeding = await read();
    await writer.query(
      `BEGIN; CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT); DROP TABLE people; ALTER TABLE fresh RENAME TO people; COMMIT`,
    );
    await writer.query("INSERT INTO people VALUES (1, 'unseen')");
    await feeding.until(() => feeding.events.some((event) => event.kind === 'reset-required'), 'its end');
    expect(feeding.events.at(-1)).toMatchObject({ kind: 'reset-required', code: 'SLOT_INVALIDATED' });
    expect(await session.source.isWhole(feed.feedId)).toBe(false);
    await feeding.close();
    expect(await session.source.prepare(feed)).toEqual({ created: true });
    const second = await read();
    await writer.query("INSERT INTO people VALUES (2, 'seen')");
    expect((await passed(second)).map(({ after }) => after?.name)).toEqual(['seen']);
  });

  test('[E8] triggers that somebody drops, and changes that somebody deletes, are noticed', async () => {
    await session.source.prepare(feed);
    await writer.query('DROP TRIGGER syncline_people_update');
    expect(await session.source.isWhole(feed.feedId)).toBe(false);
    expect(await session.source.prepare(feed)).toEqual({ created: true });
    await writer.query(insert(1, 'a'));
    expect(await session.source.isWhole(feed.feedId)).toBe(true);
    await writer.query('DELETE FROM syncline_change');
    expect(await session.source.isWhole(feed.feedId)).toBe(false);
    expect(await session.source.prepare(feed)).toEqual({ created: true });
  });

  test('[E8] numbers that are given out twice are noticed', async () => {
    const feeding = await read();
    await writer.query(insert(1, 'a'));
    const before = (await passed(feeding)).at(-1)!.position;
    feeding.feed.acknowledge(feeding.delivered);
    await feeding.close();
    const second = await read();
    await writer.query('DELETE FROM sqlite_sequence');
    await writer.query(insert(2, 'b'));
    await second.until(() => second.events.some((event) => event.kind === 'reset-required'), 'its end');
    expect(await session.source.isWhole(feed.feedId)).toBe(false);
    await second.close();
    const third = await read();
    await writer.query(insert(3, 'c'));
    const [change] = await passed(third);
    expect(change?.after?.name).toBe('c');
    expect(change!.position > before).toBe(true);
  });

  test('[E2] a trigger of the owner that changes the row once more is told after what fired it', async () => {
    const feeding = await read();
    await writer.query(
      "CREATE TRIGGER touch AFTER INSERT ON people BEGIN UPDATE people SET name = name || '!' WHERE id = NEW.id; END",
    );
    // The first head is passed when the new schema is seen, the second when it is dealt with.
    await feeding.pass(await session.source.head());
    await feeding.pass(await session.source.head());
    await writer.query(insert(1, 'a'));
    expect((await passed(feeding)).map(brief)).toEqual([
      ['insert', null, person(1, 'a')],
      ['update', person(1, 'a'), person(1, 'a!', 'a@x.test')],
    ]);
  });
});

describe('the file', () => {
  test('[E8] replaced by an older state of itself, or by another one, has another history', async () => {
    const feeding = await read();
    await writer.query(`${insert(1, 'a')} PRAGMA wal_checkpoint(TRUNCATE)`);
    await passed(feeding);
    const known = await session.source.history({ feedId: 'f', reached: '' });
    const backup = `${file.path}.backup`;
    copyFileSync(file.path, backup);
    await writer.query(insert(2, 'b'));
    await passed(feeding);
    const reached = feeding.delivered;
    expect(brokenHistory(known, reached, await session.source.history({ feedId: 'f', reached: '' }))).toBe(
      null,
    );
    await writer.close();
    for (const end of ['-wal', '-shm']) rmSync(file.path + end, { force: true });
    renameSync(backup, file.path);
    await expect(feeding.done).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(
      brokenHistory(known, reached, await session.source.history({ feedId: 'f', reached: '' })),
    ).toContain('Its log ends at');

    const fresh = testFile(tables);
    renameSync(fresh.path, file.path);
    fresh.remove();
    expect(
      brokenHistory(known, reached, await session.source.history({ feedId: 'f', reached: '' })),
    ).toContain('another server');
    expect(await session.source.isWhole(feed.feedId)).toBe(false);
  });

  test('[E16] keeps no change that every feed has acknowledged', async () => {
    const slow = { feedId: 'slow', streams: ['people'] };
    await session.source.prepare(slow);
    const feeding = await read();
    await writer.query(insert(1, 'a'));
    const [change] = await passed(feeding);
    feeding.feed.acknowledge(change!.position);
    await feeding.close();
    expect((await session.source.retained('slow')).bytes).toBeGreaterThan(0);
    expect(await session.source.retained(feed.feedId)).toEqual({ bytes: 0, limit: null });
    await session.cleanup({ feedIds: ['slow'], tags: [] });
    await writer.query('CREATE TABLE seen AS SELECT count(*) AS n FROM syncline_change');
    expect(await session.sample('seen', 1)).toEqual([{ n: '0' }]);
  });

  test('[E16] gives up what a large transaction had it keep, a part at a time', async () => {
    const feeding = await read();
    await writer.query(
      'INSERT INTO tags WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT i, i FROM n',
    );
    const changes = await passed(feeding);
    expect(changes).toHaveLength(60_000);
    feeding.feed.acknowledge(feeding.delivered);
    const kept = () => session.source.count({ stream: 'changes', atMost: 100_000 });
    await writer.query('CREATE TABLE changes (n INTEGER)');
    await vi.waitFor(
      async () => {
        await writer.query('DELETE FROM changes; INSERT INTO changes SELECT 1 FROM syncline_change');
        expect(await kept()).toBe(0);
      },
      { timeout: 30_000, interval: 200 },
    );
  });

  test('[E1] is read by the last one who opened the feed', async () => {
    const first = await read();
    const second = openSession();
    const taking = new FeedReader(await second.source.open(feed));
    await writer.query(insert(1, 'a'));
    await taking.pass(await second.source.head());
    expect(taking.changes).toHaveLength(1);
    await expect(first.done).rejects.toMatchObject({ code: 'SLOT_BUSY' });
    await taking.close();
    await second.close();
  });
});
