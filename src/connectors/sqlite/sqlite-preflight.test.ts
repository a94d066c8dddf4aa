import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { type SqliteTestFile, testFile } from '#testing/sqlite-file.ts';
import { sqliteConnector } from './index.ts';

let file: SqliteTestFile;
let session: ConnectorSession;
let other: DatabaseSync;

beforeEach(() => {
  file = testFile('');
  other = new DatabaseSync(file.path);
  session = sqliteConnector(() => ({ folders: null, forbidden: [] })).open({ file: file.path });
});
afterEach(async () => {
  await session.close();
  other.close();
  file.remove();
});

const problems = async (streams: string[], use: 'source' | 'target' | 'both' = 'both') => {
  const findings = await session.preflight({ streams, use });
  return findings
    .filter(({ severity }) => severity !== 'ok')
    .map(({ code, severity, stream, fix }) => ({ code, severity, stream, fixed: fix !== null }));
};

test('everything that stands in the way is named, with what mends it', async () => {
  other.function('theirs', (value) => value);
  other.exec(`
    CREATE TABLE keyless (v TEXT);
    CREATE TABLE nullable (id TEXT PRIMARY KEY, v TEXT);
    CREATE TABLE partial (id INTEGER PRIMARY KEY, v TEXT);
    CREATE UNIQUE INDEX some ON partial (v) WHERE v <> '';
    CREATE TABLE odd (id INTEGER PRIMARY KEY, n INTEGER);
    INSERT INTO odd VALUES (1, 5), (2, 'five'), (3, x'05');
    CREATE TABLE theirs (id INTEGER PRIMARY KEY, v TEXT);
    CREATE TRIGGER call AFTER INSERT ON theirs BEGIN SELECT theirs(NEW.v); END;
    CREATE VIEW seen AS SELECT 1 AS one;`);
  const warning = (code: string, stream: string) => ({ code, severity: 'warning', stream, fixed: true });
  const error = (code: string, stream: string) => ({ code, severity: 'error', stream, fixed: true });
  expect(await problems(['keyless', 'nullable', 'partial', 'odd', 'theirs', 'seen'])).toEqual([
    warning('KEY_MISSING', 'keyless'),
    warning('KEY_MISSING', 'nullable'),
    warning('BEFORE_IMAGE_PARTIAL', 'partial'),
    warning('VALUE_INVALID', 'odd'),
    error('SERVER_UNSUPPORTED', 'theirs'),
    error('STREAM_MISSING', 'seen'),
  ]);
  expect(await problems(['theirs'], 'source')).toEqual([]);
  expect(await problems(['partial'], 'target')).toEqual([]);
});

test('what is looked at is left as it was', async () => {
  other.exec('CREATE TABLE t (id INTEGER PRIMARY KEY)');
  const schema = () => JSON.stringify(other.prepare('SELECT * FROM sqlite_schema').all());
  const before = schema();
  expect(await problems(['t'])).toEqual([]);
  await session.introspect();
  await session.sample('t', 5);
  expect(await session.owned({ feedIds: ['f'], tags: ['t'] })).toEqual([]);
  expect(schema()).toBe(before);
  expect(other.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' });
});

test('cleanup leaves the file as it was, but for its journal', async () => {
  other.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT UNIQUE)');
  const schema = () =>
    JSON.stringify(
      other.prepare("SELECT name, sql FROM sqlite_schema WHERE name <> 'sqlite_sequence'").all(),
    );
  const before = schema();
  await session.source.prepare({ feedId: 'f', streams: ['t'] });
  await session.target.prepare(['tag']);
  other.exec("INSERT INTO t VALUES (1, 'a')");
  expect(schema()).not.toBe(before);
  const removed = await session.cleanup({ feedIds: ['f'], tags: ['tag'] });
  expect(removed.filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(schema()).toBe(before);
  other.exec("INSERT INTO t VALUES (2, 'b')");
});
