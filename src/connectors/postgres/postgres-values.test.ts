import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { leadingValues } from '#core/values/text-rows.ts';
import type { Image, Row } from '#core/values/value.ts';
import { applyWrites } from '#testing/contract/apply-writes.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

/** Native types with values in any spelling that the server takes. */
const samples: Record<string, string[]> = {
  boolean: ['true', 'f'],
  smallint: ['-32768', '32767', '0'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
  numeric: [
    'NaN',
    'Infinity',
    '-Infinity',
    '0.00',
    '-0.000001',
    `${'9'.repeat(200)}.${'1'.repeat(100)}`,
    '1e-30',
    '12345678901234567890.123',
  ],
  'numeric(10,2)': ['12345678.90', '-0.005', 'NaN', '1'],
  'numeric(5,-2)': ['1234567', '-49'],
  'numeric(3,5)': ['0.00123', '-0.00999'],
  real: ['NaN', 'Infinity', '-Infinity', '0.1', '1e-45', '3.4028235e38', '-0', '16777217'],
  'double precision': [
    'NaN',
    'Infinity',
    '-Infinity',
    '0.1',
    '5e-324',
    '1.7976931348623157e308',
    '-0',
    '0.30000000000000004',
  ],
  money: ['1234.5', '-0.01', '92233720368547758.07'],
  text: [
    '',
    'plain',
    'NULL',
    'it\'s "quoted"',
    '\\backslash\\ {a,b}',
    'tab\tnewline\nreturn\r',
    'žluťoučký 漢字 😀',
    ' spaces ',
    '\u0001\u007f',
  ],
  'character varying(8)': ['12345678', '', 'ž', '        '],
  'character(5)': ['ab', '', '12345'],
  '"char"': ['a', ''],
  name: ['a_name', 'x'.repeat(63)],
  bytea: ['\\x', '\\x00ff10', '\\xdeadbeef'],
  date: ['2026-11-22', '0001-01-01 BC', 'infinity', '-infinity', '4713-01-01 BC', '5874897-12-31'],
  time: ['00:00:00', '24:00:00', '12:34:56.123456'],
  'time(3)': ['12:34:56.7891'],
  'time with time zone': ['12:34:56.123456+05:30', '00:00:00-15:59:59', '24:00:00+00'],
  timestamp: [
    '2026-11-22 10:11:12.123456',
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00 BC',
    '294276-12-31 23:59:59.999999',
    '2000-01-01',
  ],
  'timestamp(0)': ['2026-11-22 10:11:12.6'],
  'timestamp with time zone': [
    '2026-11-22 10:11:12.123456+02',
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '1900-01-01 00:00:00 Europe/Amsterdam',
    '2026-06-01 00:00:00.1+00',
  ],
  interval: [
    '1 year 2 months 3 days 04:05:06.789',
    '-1 days +02:03:00',
    '0',
    '1 mon -1 day',
    'PT36H',
    'infinity',
  ],
  'interval day to second(2)': ['3 days 04:05:06.789'],
  uuid: ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '00000000-0000-0000-0000-000000000000'],
  json: ['{"b": 1,  "a":[1.10, null]}', '"text"', 'null', '[]', '{"a":1,"a":2}', '"\\u0000"'],
  jsonb: [
    '{"b": 1,  "a":[1.10, null]}',
    '"te\\"xt"',
    'null',
    '{"a":1,"a":2}',
    '123456789012345678901234567890',
  ],
  jsonpath: ['$.a[*] ? (@ > 1)'],
  xml: ['<a b="1">t</a>', 'text only', '<?xml version="1.0"?><r/>'],
  'bit(5)': ['10101'],
  'bit varying(9)': ['', '101010101'],
  'bit varying': ['1'.repeat(100)],
  inet: ['192.168.0.1', '10.0.0.0/8', '::1', '2001:db8::ff00:42:8329/64'],
  cidr: ['10.1.0.0/16', '::/0'],
  macaddr: ['08-00-2b-01-02-03'],
  macaddr8: ['08:00:2b:01:02:03:04:05'],
  point: ['(1.5,-2)', '(NaN,Infinity)'],
  line: ['{1,2,3}'],
  lseg: ['[(0,0),(1,1)]'],
  box: ['(1,1),(0,0)'],
  path: ['[(0,0),(1,1),(2,0)]', '((0,0),(1,1))'],
  polygon: ['((0,0),(1,1),(1,0))'],
  circle: ['<(1,2),3.5>'],
  tsvector: ["a fat cat sat on a mat:3A 'it''s':2"],
  tsquery: ["fat & (rat | 'c at')"],
  pg_lsn: ['16/B374D848'],
  oid: ['4294967295'],
  regclass: ['pg_class'],
  xid8: ['18446744073709551615'],
  int4range: ['[1,10)', 'empty', '(,5]', '(,)'],
  numrange: ['[1.5,2.50]', '(-Infinity,Infinity)'],
  tsrange: ['["2026-01-01 10:00","2026-01-02"]'],
  tstzrange: ['["2026-01-01 10:00+02",infinity)'],
  daterange: ['[2026-01-01,2026-01-31]'],
  int8multirange: ['{[1,3),[5,8)}', '{}'],
  'integer[]': ['{}', '{1,NULL,-3}', '{{1,2},{3,4}}', '[5:6]={7,8}'],
  'text[]': ['{"a,b","c\\"d",NULL,"NULL","",plain,"\\\\"}', '{}', '{"žluť 😀","{}"}'],
  'character varying(3)[]': ['{abc,d}'],
  'numeric(6,2)[]': ['{1.10,NaN,-2}'],
  'timestamp with time zone[]': ['{"2026-01-01 00:00:00.5+00",infinity,NULL}'],
  'bytea[]': ['{"\\\\x00ff",NULL}'],
  'jsonb[]': ['{"{\\"a\\": 1}",null}'],
  'point[]': ['{"(1,2)","(3,4)"}'],
  'own.mood': ['happy', 'it is "so-so", really'],
  'own.mood[]': ['{happy,NULL}'],
  'own.short': ['abc'],
  'own.positive': ['5'],
  'own.pair': ['(1,"a ""b"" c")', '(,)', '(2,"x,y\\\\z")'],
  'own.pair[]': ['{"(1,a)","(2,\\"b c\\")"}'],
  'own.percent_range': ['[1.5,2.5)'],
  'ext.citext': ['MiXed'],
  'ext.hstore': ['a=>1, "b c"=>NULL, d=>"NULL"'],
};
const types = Object.keys(samples);
const columns = types.map((_, i) => `c${i}`);
const most = Math.max(...Object.values(samples).map((values) => values.length));

let database: TestDatabase;
let session: ConnectorSession;
/** The server's own text of each row, every value printed by its type's output function. */
let oracle: Row[];
let streamed: Change[];

beforeAll(async () => {
  database = await testDatabase('values');
  await database.query(`
    CREATE SCHEMA own; CREATE SCHEMA ext;
    CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext;
    CREATE TYPE own.mood AS ENUM ('sad', 'happy', 'it is "so-so", really');
    CREATE DOMAIN own.short AS varchar(4);
    CREATE DOMAIN own.positive AS integer CHECK (VALUE > 0);
    CREATE TYPE own.pair AS (a integer, b text);
    CREATE TYPE own.percent_range AS RANGE (subtype = float8)`);
  const fields = types.map((type, i) => `c${i} ${type}`).join(', ');
  for (const table of ['source', 'copy']) {
    await database.query(
      `CREATE TABLE ${table} (id integer PRIMARY KEY, ${fields}); ALTER TABLE ${table} REPLICA IDENTITY FULL`,
    );
  }
  session = postgresConnector.open({ url: database.url });
  const feed = { feedId: 'values', streams: ['public.source'] };
  await session.source.prepare(feed);
  const reader = new FeedReader(await session.source.open(feed));
  for (let row = 0; row < most; row++) {
    const values = types.map((type) => literal(samples[type]![row]));
    await database.query(`INSERT INTO source VALUES (${row}, ${values.join(', ')})`);
  }
  await database.query('UPDATE source SET id = id');
  oracle = await printed('source');
  await reader.pass(await session.source.head());
  await reader.close();
  streamed = reader.changes;
});

afterAll(async () => {
  await session.close();
  await database.close();
});

/** In the settings that canonical text is defined with, by the server's output functions, through JSON. */
async function printed(table: string): Promise<Row[]> {
  const printedFields = ['id', ...columns].map(
    (name) =>
      `CASE WHEN t.${name} IS NOT DISTINCT FROM NULL AND t.${name}::text IS NULL THEN NULL ELSE format('%s', t.${name}) END`,
  );
  const [row] = await database.query<{ rows: (string | null)[][] }>(`
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex';
    SET extra_float_digits = 1; SET lc_monetary = 'C'; SET search_path = 'pg_catalog';
    SELECT coalesce(json_agg(json_build_array(${printedFields.slice(0, 40).join(', ')}) ORDER BY t.id), '[]') AS rows FROM public.${table} t`);
  const [rest] = await database.query<{ rows: (string | null)[][] }>(`
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex';
    SET extra_float_digits = 1; SET lc_monetary = 'C'; SET search_path = 'pg_catalog';
    SELECT coalesce(json_agg(json_build_array(${printedFields.slice(40).join(', ')}) ORDER BY t.id), '[]') AS rows FROM public.${table} t`);
  return row!.rows.map((values, i) =>
    Object.fromEntries([...values, ...rest!.rows[i]!].map((value, j) => [['id', ...columns][j]!, value])),
  );
}

function literal(value: string | undefined): string {
  return value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}

/** By type, so that a difference names it. */
function byType(row: Image | null): Record<string, string | null | undefined> {
  return Object.fromEntries(types.map((type, i) => [type, row?.[`c${i}`]]));
}

const request = { stream: 'public.source', fields: ['id', ...columns], key: ['id'] };

describe('every value is the text that the server prints', () => {
  test('the oracle holds every sample', () => {
    const printedValues = oracle
      .flatMap((row) => columns.map((name) => row[name]))
      .filter((value) => value !== null);
    expect(printedValues).toHaveLength(Object.values(samples).flat().length);
    expect(byType(oracle[0]!)).toMatchObject({
      xml: '<a b="1">t</a>',
      'numeric(10,2)': '12345678.90',
      time: '00:00:00',
    });
  });

  test('in the stream, before and after', () => {
    const inserts = streamed.filter((change) => change.op === 'insert');
    const updates = streamed.filter((change) => change.op === 'update');
    expect(inserts.map((change) => byType(change.after))).toEqual(oracle.map(byType));
    expect(updates.map((change) => byType(change.before))).toEqual(oracle.map(byType));
    expect(updates.map((change) => byType(change.after))).toEqual(oracle.map(byType));
  });

  test('in the snapshot', async () => {
    const { rows } = await session.source.snapshot({ ...request, cursor: null, limit: 100 });
    expect(rows.map(byType)).toEqual(oracle.map(byType));
  });

  test('in a read', async () => {
    const rows = await session.source.read({
      ...request,
      keys: oracle.map((row) => ({ id: row.id ?? null })),
    });
    expect(rows.sort((a, b) => Number(a.id) - Number(b.id)).map(byType)).toEqual(oracle.map(byType));
  });
});

describe('every value can be written', () => {
  const apply = async (
    op: 'insert' | 'update' | 'upsert' | 'delete',
    guarded: boolean,
    set: (row: Row) => Row,
  ) => {
    await session.target.prepare(['values/right']);
    const writes = oracle.map((row) => ({
      tag: 'values/right',
      stream: 'public.copy',
      op,
      key: { id: row.id ?? null },
      guard: guarded ? row : null,
      set: set(row),
    }));
    return (await applyWrites(session.target, writes)).map((outcome) =>
      outcome.status === 'failed' ? `${outcome.message} ${outcome.detail}` : outcome.status,
    );
  };
  const all = (status: string) => oracle.map(() => status);
  const whole = (row: Row) => row;

  test('inserted, found again by a guard over every field, repeated without effect, deleted', async () => {
    expect(await apply('insert', false, whole)).toEqual(all('applied'));
    expect((await printed('copy')).map(byType)).toEqual(oracle.map(byType));
    expect(await apply('insert', false, whole)).toEqual(all('unchanged'));
    expect(await apply('upsert', false, whole)).toEqual(all('unchanged'));
    const { id: _, ...empty } = Object.fromEntries(['id', ...columns].map((name) => [name, null]));
    expect(await apply('update', true, () => empty)).toEqual(all('applied'));
    expect(await apply('upsert', false, whole)).toEqual(all('applied'));
    expect((await printed('copy')).map(byType)).toEqual(oracle.map(byType));
    expect(await apply('delete', true, () => ({}))).toEqual(all('applied'));
    expect(await printed('copy')).toEqual([]);
  });

  test('copied as a text of many rows, in values and as it is, and loaded', async () => {
    const copied = await session.source.copy({ ...request, cursor: null, limit: 100 });
    expect(copied.fields).toEqual(['id', ...columns]);
    const rows = [...leadingValues(copied.rows, copied.fields.length)].map((values) =>
      Object.fromEntries(values.map((value, i) => [copied.fields[i] ?? '', value])),
    );
    expect(rows.map(byType)).toEqual(oracle.map(byType));
    const tag = 'values/right';
    await session.target.prepare([tag]);
    const load = { tag, epoch: 1, stream: 'public.copy', fields: copied.fields, rows: copied.rows };
    expect(await session.target.load(load)).toBe('loaded');
    expect((await printed('copy')).map(byType)).toEqual(oracle.map(byType));
    // Its keys are there now: it takes none.
    expect(await session.target.load(load)).toBe('refused');
    await database.query('DELETE FROM public.copy');
  });

  test('a value that is too long is refused, never cut', async () => {
    const set = { id: '999' };
    const tooLong = {
      'character varying(8)': '123456789',
      'character(5)': '123456',
      'bit(5)': '1010',
      'bit varying(9)': '1111111111',
      'character varying(3)[]': '{abcd}',
      'own.short': 'abcde',
    };
    for (const [type, value] of Object.entries(tooLong)) {
      const write = {
        tag: 'values/right',
        stream: 'public.copy',
        op: 'insert',
        key: set,
        guard: null,
        set: { ...set, [`c${types.indexOf(type)}`]: value },
      } as const;
      const outcomes = await applyWrites(session.target, [write]);
      expect([type, outcomes[0]]).toMatchObject([type, { status: 'failed', code: 'VALUE_INVALID' }]);
    }
  });
});
