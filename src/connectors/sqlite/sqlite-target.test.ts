import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Write, WriteOutcome } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import { applyWrites } from '#testing/contract/apply-writes.ts';
import { type SqliteTestFile, testFile } from '#testing/sqlite-file.ts';
import { sqliteConnector } from './index.ts';

const TAG = 'lane/right';

let file: SqliteTestFile;
let other: DatabaseSync;
let session: ConnectorSession;

beforeEach(() => {
  file = testFile('');
  other = new DatabaseSync(file.path, { timeout: 20_000 });
  session = sqliteConnector(() => ({ folders: null, forbidden: [] })).open({ file: file.path });
});

afterEach(async () => {
  await session.close();
  other.close();
  file.remove();
});

async function apply(...writes: Write[]): Promise<WriteOutcome[]> {
  await session.target.prepare([TAG]);
  return applyWrites(session.target, writes);
}

const write = (
  op: Write['op'],
  stream: string,
  key: Row,
  set: Row = {},
  guard: Row | null = null,
): Write => ({
  tag: TAG,
  stream,
  op,
  key,
  guard,
  set,
});
const told = (outcomes: WriteOutcome[]) =>
  outcomes.map((outcome) => (outcome.status === 'failed' ? outcome.code : outcome.status));
const all = (sql: string) =>
  other
    .prepare(sql)
    .all()
    .map((row) => Object.values(row));

describe('[E10] unique values', () => {
  test.each([
    ['may be null', 'TEXT UNIQUE'],
    ['may not be null', 'TEXT NOT NULL UNIQUE'],
    ['are numbers', 'INTEGER NOT NULL UNIQUE'],
    ['fold their case', 'TEXT COLLATE NOCASE NOT NULL UNIQUE'],
  ])('pass around in a ring where they %s', async (_, type) => {
    other.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, u ${type}, note TEXT);
      INSERT INTO t VALUES (1, '1', 'a'), (2, '2', 'b'), (3, '3', 'c'), (9, '9', 'bystander')`);
    const move = (id: number, u: string) =>
      write('update', 't', { id: String(id) }, { u }, { u: String(id) });
    expect(told(await apply(move(1, '2'), move(2, '3'), move(3, '1')))).toEqual([
      'applied',
      'applied',
      'applied',
    ]);
    expect(all('SELECT id, CAST(u AS TEXT), note FROM t ORDER BY id')).toEqual([
      [1, '2', 'a'],
      [2, '3', 'b'],
      [3, '1', 'c'],
      [9, '9', 'bystander'],
    ]);
  });

  test('of a bystander stay, whatever the constraint itself would do', async () => {
    other.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, u TEXT UNIQUE ON CONFLICT REPLACE);
      INSERT INTO t VALUES (1, 'a'), (2, 'b')`);
    const outcomes = await apply(
      write('upsert', 't', { id: '3' }, { id: '3', u: 'a' }),
      write('update', 't', { id: '2' }, { u: 'a' }, { u: 'b' }),
      write('insert', 't', { id: '4' }, { id: '4', u: 'd' }),
    );
    expect(told(outcomes)).toEqual(['UNIQUE_VIOLATION', 'UNIQUE_VIOLATION', 'applied']);
    expect(all('SELECT id, u FROM t ORDER BY id')).toEqual([
      [1, 'a'],
      [2, 'b'],
      [4, 'd'],
    ]);
  });
});

describe('[E10] references', () => {
  test('that may be null close a circle at the end', async () => {
    other.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, other INTEGER REFERENCES t (id))');
    const outcomes = await apply(
      write('insert', 't', { id: '1' }, { id: '1', other: '2' }),
      write('insert', 't', { id: '2' }, { id: '2', other: '1' }),
      write('insert', 't', { id: '3' }, { id: '3', other: '77' }),
    );
    expect(told(outcomes)).toEqual(['applied', 'applied', 'FOREIGN_KEY_VIOLATION']);
    expect(all('SELECT id, other FROM t ORDER BY id')).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  test('that may wait are looked at before the commit, row by row', async () => {
    other.exec(`CREATE TABLE parent (id INTEGER PRIMARY KEY);
      CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO parent VALUES (1), (2);
      INSERT INTO child VALUES (10, 1), (20, 2)`);
    const outcomes = await apply(
      write('insert', 'child', { id: '30' }, { id: '30', parent: '3' }),
      write('insert', 'child', { id: '40' }, { id: '40', parent: '4' }),
      write('insert', 'parent', { id: '3' }, { id: '3' }),
      write('delete', 'parent', { id: '1' }),
      write('delete', 'parent', { id: '2' }),
      write('delete', 'child', { id: '20' }),
    );
    expect(told(outcomes)).toEqual([
      'applied',
      'FOREIGN_KEY_VIOLATION',
      'applied',
      'FOREIGN_KEY_VIOLATION',
      'applied',
      'applied',
    ]);
    expect(all('SELECT id, parent FROM child ORDER BY id')).toEqual([
      [10, 1],
      [30, 3],
    ]);
  });
});

describe('[E9] a row that the file refuses', () => {
  test('fails alone, with what its owner’s trigger said', async () => {
    other.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT AS (v || '!'));
      CREATE TRIGGER no BEFORE INSERT ON t WHEN NEW.v = 'no' BEGIN SELECT RAISE(ABORT, 'not this one'); END`);
    const outcomes = await apply(
      write('insert', 't', { id: '1' }, { id: '1', v: 'yes' }),
      write('insert', 't', { id: '2' }, { id: '2', v: 'no' }),
      write('insert', 't', { id: '3' }, { id: '3', w: 'computed' }),
      write('insert', 't', { id: '4' }, { id: '4', v: 'too' }),
    );
    expect(told(outcomes)).toEqual(['applied', 'WRITE_FAILED', 'FIELD_READ_ONLY', 'applied']);
    expect(outcomes[1]).toMatchObject({ message: 'not this one' });
  });

  test('by ending the transaction takes the batch with it, and says so', async () => {
    other.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY);
      CREATE TRIGGER no BEFORE INSERT ON t WHEN NEW.id = 2 BEGIN SELECT RAISE(ROLLBACK, 'everything off'); END`);
    const insert = (id: string) => write('insert', 't', { id }, { id });
    await expect(apply(insert('1'), insert('2'))).rejects.toMatchObject({ code: 'WRITE_FAILED' });
    expect(all('SELECT id FROM t')).toEqual([]);
    expect(told(await apply(insert('3')))).toEqual(['applied']);
  });
});

test('[E13] a guard compares values, not spellings', async () => {
  other.exec(`CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, at DATETIME, n DECIMAL(9,2), j JSON) WITHOUT ROWID;
    INSERT INTO t VALUES ('Key', '2026-11-26T10:00:00.000Z', 1.5, '{"b":1, "a":2}')`);
  const guard = { at: '2026-11-26 10:00:00', n: '1.50', j: '{"a":2,"b":1}' };
  expect(await apply(write('update', 't', { id: 'Key' }, { ...guard, n: '1.5' }, guard))).toEqual([
    { status: 'unchanged' },
  ]);
  expect(all('SELECT at FROM t')).toEqual([['2026-11-26T10:00:00.000Z']]);
  expect(await apply(write('update', 't', { id: 'Key' }, { at: '2026-11-27 10:00:00' }, guard))).toEqual([
    { status: 'applied' },
  ]);
  expect(all('SELECT id, at FROM t')).toEqual([['Key', '2026-11-27 10:00:00']]);
});

test('[E9] a key that the column takes for another one is another record, which has no room', async () => {
  other.exec(
    "CREATE TABLE t (id TEXT PRIMARY KEY COLLATE NOCASE, n INTEGER); INSERT INTO t VALUES ('Key', 1)",
  );
  const put = (op: 'insert' | 'upsert', id: string) => apply(write(op, 't', { id }, { id, n: '2' }));
  const noRoom = [{ status: 'failed', code: 'UNIQUE_VIOLATION' }];
  expect(await put('insert', 'KEY')).toMatchObject(noRoom);
  expect(await put('upsert', 'KEY')).toMatchObject(noRoom);
  expect(told(await apply(write('update', 't', { id: 'KEY' }, { n: '2' }, { n: '1' })))).toEqual(['missed']);
  expect(told(await apply(write('delete', 't', { id: 'KEY' }, {})))).toEqual(['unchanged']);
  expect(all('SELECT id, n FROM t')).toEqual([['Key', 1]]);
  expect(told(await put('upsert', 'Key'))).toEqual(['applied']);
  const respelled = write('update', 't', { id: 'Key' }, { id: 'KEY' }, { n: '2' });
  expect(told(await apply(respelled))).toEqual(['applied']);
  expect(all('SELECT id, n FROM t')).toEqual([['KEY', 2]]);
});

describe('[E18] keys that are taken', () => {
  test('are given to nobody else', async () => {
    other.exec(
      'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT); INSERT INTO t VALUES (7, null)',
    );
    expect(await session.target.takeKeys('t', 'id', 3)).toEqual(['8', '9', '10']);
    other.exec("INSERT INTO t (v) VALUES ('of others')");
    expect(all('SELECT id FROM t')).toEqual([[7], [11]]);
    expect(await session.target.takeKeys('t', 'id', 1)).toEqual(['12']);
  });

  test('come from a default, or there are none', async () => {
    other.exec(`CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(16)))), plain TEXT);
      CREATE TABLE numbered (id INTEGER PRIMARY KEY)`);
    const keys = await session.target.takeKeys('t', 'id', 5);
    expect(new Set(keys).size).toBe(5);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
    await expect(session.target.takeKeys('t', 'plain', 1)).rejects.toMatchObject({ code: 'LINK_KEY_UNFIT' });
    await expect(session.target.takeKeys('numbered', 'id', 1)).rejects.toMatchObject({
      code: 'LINK_KEY_UNFIT',
      detail: expect.stringContaining('AUTOINCREMENT'),
    });
  });
});

describe('the write lock', () => {
  beforeEach(() => other.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY)'));

  test('is waited for while another program has it, and the session reads on', async () => {
    await session.target.prepare([TAG]);
    other.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (1)');
    const writing = apply(write('insert', 't', { id: '2' }, { id: '2' }));
    expect(await session.source.count({ stream: 't', atMost: 10 })).toBe(0);
    other.exec('COMMIT');
    expect(told(await writing)).toEqual(['applied']);
    expect(all('SELECT id FROM t')).toEqual([[1], [2]]);
  });

  test('goes from one transaction of the session to the next', async () => {
    await session.target.prepare([TAG]);
    const first = await session.target.begin();
    const second = session.target.begin();
    const batch = (id: string) => ({
      writes: [write('insert', 't', { id }, { id })],
      checkpoints: [],
      epoch: 1,
    });
    expect(told(await first.write(batch('1')))).toEqual(['applied']);
    expect(told(await first.write(batch('2')))).toEqual(['applied']);
    await first.rollback();
    expect(told(await (await second).write(batch('1')))).toEqual(['applied']);
    await (await second).commit();
    expect(all('SELECT id FROM t')).toEqual([[1]]);
    expect(all('SELECT tag FROM syncline_writer')).toEqual([[null]]);
  });
});

test('keys that a column takes for one are found', async () => {
  other.exec('CREATE TABLE t (id TEXT PRIMARY KEY COLLATE NOCASE, n INTEGER)');
  async function* keys() {
    yield ['a', 'A', 'b'].map((id) => ({ id }));
    yield ['B', 'c', 'Ä', 'ä'].map((id) => ({ id }));
  }
  expect(await session.source.sameKeys({ stream: 't', key: ['id'], keys: keys() })).toEqual({
    keys: 4,
    groups: 2,
    samples: [
      [{ id: 'a' }, { id: 'A' }],
      [{ id: 'b' }, { id: 'B' }],
    ],
  });
  const [stream] = await session.introspect(['t']);
  expect(stream?.fields[0]).toMatchObject({ name: 'id', folds: 'NOCASE' });
});
