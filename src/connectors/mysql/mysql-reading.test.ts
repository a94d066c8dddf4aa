import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Row } from '#core/values/value.ts';
import { applyWrites } from '#testing/contract/apply-writes.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { mysqlConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;
beforeAll(async () => {
  database = await mariadbDatabase('reading');
  session = mysqlConnector.open({ url: database.url });
});
afterAll(async () => {
  await session.close();
  await database.close();
});

/** Key types with values as SQL, in the order of the column. */
const keys: Record<string, string[]> = {
  bigint: ['-9007199254740993', '-1', '0', '9007199254740993'],
  'bigint unsigned': ['0', '9223372036854775808', '18446744073709551615'],
  'decimal(12,3)': ['-1.5', '0.001', '2'],
  float: ['-0.1', '0.1', '0.5'],
  double: ['-1e300', '0.1', '1e22'],
  'varchar(20) COLLATE utf8mb4_unicode_ci': ["'Ärger'", "'banana'", "'Cherry'", "'ž'"],
  'varchar(20) CHARACTER SET latin1': ["''", "'A'", "'b'", "'é'"],
  'varchar(20) COLLATE utf8mb4_nopad_bin': ["'A'", "'a'", "'a '", "'語'"],
  "enum('z','m','a')": ["'z'", "'m'", "'a'"],
  "set('z','m','a')": ["'z'", "'m'", "'z,m'", "'a'"],
  'varbinary(9)': ["x''", "x'00'", "x'00ff'", "x'ff'"],
  'binary(2)': ["x'0001'", "x'ff00'"],
  date: ["'0000-00-00'", "'1000-01-01'", "'2026-01-01'"],
  'datetime(3)': ["'1999-12-31 23:59:59.999'", "'2026-01-01 00:00:00.120'"],
  timestamp: ["'2000-01-01 00:00:00'", "'2038-01-19 03:14:07'"],
  'time(2)': ["'-01:00:00.5'", "'00:00:00'", "'100:00:00'"],
  year: ['0', '1999', '2155'],
  'bit(9)': ["b'1'", "b'100000000'"],
  uuid: ["'00000000-0000-0000-0000-000000000001'", "'6ccd780c-baba-1026-9564-5b8c656024db'"],
  inet6: ["'::1'", "'ffff::'"],
};

describe('a key of any type', () => {
  test.each(Object.entries(keys).map(([type, values], i) => ({ type, values, stream: `k${i}` })))(
    '$type',
    async ({ type, values, stream }) => {
      await database.query(
        `SET time_zone = '+00:00'; CREATE TABLE ${stream} (k ${type} NOT NULL PRIMARY KEY, n int); INSERT INTO ${stream} VALUES ${values.map((value, i) => `(${value}, ${i})`).join(', ')}`,
      );
      const request = { stream, key: ['k'], fields: ['n'] };
      const read: Row[] = [];
      const cursors: string[] = [];
      for (let cursor: string | null = null; ; ) {
        const chunk = await session.source.snapshot({ ...request, cursor, limit: 1 });
        read.push(...chunk.rows);
        if (chunk.cursor === null) break;
        cursor = JSON.parse(JSON.stringify(chunk.cursor)) as string;
        cursors.push(cursor);
      }
      const expected = values.map((_, i) => String(i));
      expect(read.map(({ n }) => n)).toEqual(expected);
      const all = read.map(({ k }) => ({ k: k! }));
      for (const [i, cursor] of cursors.entries()) {
        const covered = await session.source.covers({ stream, key: ['k'], cursor, keys: all });
        expect(covered).toEqual(all.map((_, at) => at <= i));
      }
      const found = await session.source.read({ ...request, keys: all });
      expect(found.map(({ n }) => n).sort()).toEqual(expected);
      const within = {
        kind: 'range' as const,
        lower: { key: all[0]!, inclusive: false },
        upper: { key: all.at(-1)!, inclusive: true },
      };
      const rest = await session.source.snapshot({ ...request, cursor: null, limit: 9, within });
      expect(rest.rows.map(({ n }) => n)).toEqual(expected.slice(1));
    },
  );
});

test('keys of another system that are one here are found by the column’s own rules', async () => {
  await database.query(
    `CREATE TABLE folded (code varchar(20) COLLATE utf8mb4_general_ci, part int, PRIMARY KEY (code, part))`,
  );
  async function* given(): AsyncGenerator<Row[]> {
    yield [
      { code: 'Key', part: '1' },
      { code: 'other', part: '1' },
    ];
    yield [
      { code: 'kéy ', part: '1' },
      { code: 'key', part: '2' },
    ];
  }
  for (let again = 0; again < 2; again++) {
    const same = await session.source.sameKeys({ stream: 'folded', key: ['code', 'part'], keys: given() });
    expect(same).toMatchObject({ keys: 2, groups: 1 });
    expect(same.samples[0]?.map(({ code }) => code).sort()).toEqual(['Key', 'kéy ']);
  }
  const [folded] = await session.introspect(['folded']);
  expect(folded?.fields.map(({ folds }) => folds)).toEqual(['the collation utf8mb4_general_ci', undefined]);
});

test('[E15] a field that becomes another one between two looks is read and written as what it is now', async () => {
  await database.query(
    `CREATE TABLE turned (id int PRIMARY KEY, v varbinary(20)); INSERT INTO turned VALUES (1, 'ab')`,
  );
  const request = { stream: 'turned', key: ['id'], fields: ['v'], cursor: null, limit: 9 };
  const digest = () =>
    session.source.digests!.range({
      stream: 'turned',
      key: ['id'],
      fields: [{ name: 'v', form: { kind: 'text' } }],
      within: { kind: 'range', lower: null, upper: null },
    });
  expect((await session.source.snapshot(request)).rows[0]?.v).toBe('\\x6162');
  const before = await digest();
  await database.query('ALTER TABLE turned MODIFY v varchar(20)');
  expect(await digest()).not.toEqual(before);
  await database.query('ALTER TABLE turned MODIFY v varbinary(20)');
  expect((await session.source.read({ ...request, keys: [{ id: '1' }] }))[0]?.v).toBe('\\x6162');
  await database.query('ALTER TABLE turned MODIFY v varchar(20)');
  await session.target.prepare(['turned/right']);
  const set = { id: '2', v: '\\x6162' };
  const insert = {
    tag: 'turned/right',
    stream: 'turned',
    op: 'insert' as const,
    key: { id: '2' },
    guard: null,
    set,
  };
  await applyWrites(session.target, [insert]);
  expect((await session.source.snapshot(request)).rows.map(({ v }) => v)).toEqual(['ab', '\\x6162']);
});

describe('the zero date', () => {
  const shown = {
    keep: ['0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00+00', '0000-00-00'],
    empty: [null, null, null, null],
    'first day': ['0001-01-01', '0001-01-01 00:00:00', '0001-01-01 00:00:00+00', '0001-01-01'],
  };
  const fields = ['d', 'dt', 'ts', 'strict'];

  test.each(Object.entries(shown))('%s: is shown so, and written back', async (zeroDates, texts) => {
    const stream = `zero_${zeroDates.slice(0, 3)}`;
    await database.query(`SET sql_mode = '';
      CREATE TABLE ${stream} (id int PRIMARY KEY, d date, dt datetime(3), ts timestamp NULL, strict date NOT NULL, v int);
      INSERT INTO ${stream} VALUES (1, 0, 0, 0, 0, 1), (2, NULL, NULL, NULL, '2026-01-01', 1)`);
    const chosen = mysqlConnector.open({ url: database.url, zeroDates });
    try {
      const read = async () =>
        (await chosen.source.snapshot({ stream, key: ['id'], fields, cursor: null, limit: 9 })).rows;
      const [first, second] = await read();
      expect(fields.map((field) => first?.[field])).toEqual(texts);
      expect(fields.map((field) => second?.[field])).toEqual([null, null, null, '2026-01-01']);
      const { id: _, ...guard } = first!;
      await chosen.target.prepare(['zero/right']);
      const key = { id: '1' };
      const write = { tag: 'zero/right', stream, key };
      const outcomes = await applyWrites(chosen.target, [{ ...write, op: 'update', guard, set: { v: '2' } }]);
      expect(outcomes).toEqual([{ status: 'applied' }]);
      const copy = { ...write, key: { id: '3' }, op: 'insert' as const, guard: null };
      await applyWrites(chosen.target, [{ ...copy, set: { ...first!, id: '3' } }]);
      expect((await read())[2]).toEqual({ ...first, id: '3' });
      const [{ strict } = {}] = await database.query(
        `SELECT CAST(strict AS CHAR) AS strict FROM ${stream} WHERE id = 3`,
      );
      expect(strict).toBe('0000-00-00');
      const digests = await chosen.source.digests!.range({
        stream,
        key: ['id'],
        fields: ['id', ...fields].map((name) => ({ name, form: { kind: 'text' } })),
        within: { kind: 'range', lower: null, upper: null },
      });
      expect(digests.count).toBe(3);
    } finally {
      await chosen.close();
    }
  });
});
