import { afterEach, describe, expect, test } from 'vitest';
import { recordKey } from '#core/ledger/record-key.ts';
import { compileLane } from '#engine/plan/compiled-lane.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { Pair } from '#testing/fuzz/pair.ts';
import type { TestSystem } from '#testing/systems/test-system.ts';
import { allPairs, nameOf } from '#testing/systems/test-systems.ts';

/*
 * What one system can hold and another one cannot, or holds otherwise. A value arrives as what it was, or its
 * record waits in sight; nothing is changed in silence.
 */

const columns = [
  'id',
  'text',
  'short',
  'number',
  'float',
  'yes',
  'moment',
  'day',
  'whole',
  'small',
  'doc',
  'bytes',
];

/** A table of the same columns in each system. */
const tables: Record<string, string> = {
  postgres: `CREATE TABLE t (id int PRIMARY KEY, text text, short varchar(5), number numeric(12,4), float float8,
    yes boolean, moment timestamp(6), day date, whole bigint, small int, doc jsonb, bytes bytea);
    ALTER TABLE t REPLICA IDENTITY FULL;`,
  mysql: `CREATE TABLE t (id int PRIMARY KEY, text text, short varchar(5), number decimal(12,4), \`float\` double,
    yes tinyint(1), moment datetime(6), day date, whole bigint, small int, doc json, bytes blob) CHARACTER SET utf8mb4;`,
  sqlite: `CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT, short VARCHAR(5), number DECIMAL(12,4), float DOUBLE,
    yes BOOLEAN, moment DATETIME, day DATE, whole BIGINT, small INT4, doc JSON, bytes BLOB);`,
};

/** Values that every system has, as each spells them, by column. */
const shared: [string, string, Partial<Record<string, string>>?][] = [
  ['text', `''`],
  ['text', `' padded '`],
  ['text', `'naïve 漢字 😀🏳️‍🌈'`],
  ['text', `'quote '' slash / tab\t'`],
  ['text', `'NULL'`],
  ['short', `'12345'`],
  ['short', `'😀😀😀😀😀'`],
  ['short', `'a    '`],
  ['number', '0'],
  ['number', '12345678.1234'],
  ['number', '-0.0001'],
  ['float', '0.1'],
  ['float', '1.7976931348623157e308'],
  ['float', '1e-300'],
  ['yes', 'true'],
  ['yes', 'false'],
  ['moment', `'2026-11-22 10:11:12.123456'`],
  ['moment', `'1000-01-01 00:00:00.000000'`],
  ['moment', `'9999-12-31 23:59:59.999999'`],
  ['day', `'2024-02-29'`],
  ['day', `'9999-12-31'`],
  ['whole', '9223372036854775807'],
  ['whole', '-9223372036854775808'],
  ['small', '-2147483648'],
  ['doc', `'{"b": [1, 2.50, null], "a": "ü😀"}'`],
  ['doc', `'null'`],
  ['bytes', `X'00ff10'`, { postgres: `'\\x00ff10'` }],
  ['bytes', `X''`, { postgres: `'\\x'` }],
];

/** Values that only the first system of a pair has, in a column of the same name. */
const foreign: Record<string, [string, string, string[]][]> = {
  // column, literal, and which systems have no such value
  postgres: [
    ['float', `'NaN'`, ['mysql', 'sqlite']],
    ['float', `'Infinity'`, ['mysql']],
    ['number', `'NaN'`, ['mysql', 'sqlite']],
    ['moment', `'infinity'`, ['mysql']],
    ['moment', `'0044-03-15 12:00:00 BC'`, ['mysql']],
    ['moment', `'20000-01-01 00:00:00'`, ['mysql']],
    ['day', `'-infinity'`, ['mysql']],
  ],
  mysql: [
    ['moment', `'0000-00-00 00:00:00'`, ['postgres', 'sqlite']],
    ['day', `'0000-00-00'`, ['postgres', 'sqlite']],
    ['yes', '7', ['postgres', 'sqlite']],
  ],
  sqlite: [
    ['small', `'a word'`, ['postgres', 'mysql']],
    ['small', '2147483648', ['postgres', 'mysql']],
    ['whole', '1.5', ['postgres', 'mysql']],
    ['number', '1.23456', ['postgres', 'mysql']],
    ['number', `'12 or so'`, ['postgres', 'mysql']],
    ['yes', '2', ['postgres', 'mysql']],
    ['moment', `'yesterday'`, ['postgres', 'mysql']],
    ['moment', `'2026-01-01 00:00:00.1234567'`, ['postgres', 'mysql']],
    ['day', '20260101', ['postgres', 'mysql']],
    ['short', `'longer than five'`, ['postgres', 'mysql']],
    ['doc', `'{not json'`, ['postgres', 'mysql']],
    ['text', `X'ff'`, ['postgres', 'mysql']],
    ['bytes', `'a text'`, ['postgres', 'mysql']],
    ['float', '9e999', ['mysql']],
  ],
};

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
afterEach(async () => {
  await flow?.close();
  flow = null;
});

const quoted = (system: TestSystem, column: string) => (system.id === 'mysql' ? `\`${column}\`` : column);

async function flowBetween(label: string, pair: Pair) {
  const started = await flowOnDatabases(label, {
    systems: pair,
    leftSql: tables[pair.left.id] ?? '',
    rightSql: tables[pair.right.id] ?? '',
    lanes: ({ left, right }) => [
      {
        left: pair.left.stream(left.url, 't'),
        right: pair.right.stream(right.url, 't'),
        mapping: { match: [['id', 'id']], fields: columns.map((name) => ({ left: name, right: name })) },
      },
    ],
  });
  flow = started;
  return started;
}

/** Rows as the connector reads them, by key. */
async function rowsOf(running: NonNullable<typeof flow>, pair: Pair, side: 'left' | 'right') {
  const system = pair[side];
  const { url } = running[side];
  const session = system.connector.open(system.connector.manifest.config.parse(system.config(url)));
  try {
    const stream = system.stream(url, 't');
    const { rows } = await session.source.snapshot({
      stream,
      fields: columns,
      key: ['id'],
      cursor: null,
      limit: 500,
    });
    return new Map(rows.map((row) => [recordKey([row.id ?? null]), row]));
  } finally {
    await session.close();
  }
}

const pairs = allPairs.map((pair) => ({ pair, name: nameOf(pair) }));

describe.each(pairs)('[E13] values between $name', ({ pair }) => {
  test('what both have arrives as it is, at first and later, and comes back as it is', {
    timeout: 120_000,
  }, async () => {
    const running = await flowBetween('values', pair);
    const insert = (system: TestSystem, place: number, from: number) => {
      const [column = '', plain = '', own = {}] = shared[place] ?? [];
      return `INSERT INTO t (id, ${quoted(system, column)}) VALUES (${from + place}, ${own[system.id] ?? plain})`;
    };
    const fill = async (side: 'left' | 'right', from: number) => {
      for (const place of shared.keys()) await running[side].query(insert(pair[side], place, from));
    };
    await fill('left', 1);
    await running.start();
    await fill('left', 101);
    await fill('right', 201);
    const lane = compileLane(running.flowId, running.lanes[0] as (typeof running.lanes)[number]);
    await eventually(
      'all are there',
      async () => {
        const [left, right] = [await rowsOf(running, pair, 'left'), await rowsOf(running, pair, 'right')];
        return left.size === 3 * shared.length && right.size === 3 * shared.length;
      },
      60,
    );
    const [left, right] = [await rowsOf(running, pair, 'left'), await rowsOf(running, pair, 'right')];
    for (const [key, row] of left) {
      for (const field of lane.fields) {
        const values = [row[field.left] ?? null, right.get(key)?.[field.right] ?? null] as const;
        expect([key, field.left, ...values, field.same(...values)]).toEqual([
          key,
          field.left,
          ...values,
          true,
        ]);
      }
      // Null is null, and nothing else is.
      const filled = columns.filter((column) => row[column] !== null);
      expect(columns.filter((column) => right.get(key)?.[column] !== null)).toEqual(filled);
      expect(filled).toEqual(['id', shared[(Number(row.id) - 1) % 100]?.[0]]);
    }
    // What was written on the right came to the left as the text that the left itself would have.
    for (const place of shared.keys()) {
      const [column = ''] = shared[place] ?? [];
      const at = (from: number) => {
        const value = left.get(recordKey([String(from + place)]))?.[column] ?? '';
        // Some systems keep a document's text, and some what it says.
        return [column, column === 'doc' ? JSON.parse(value) : value];
      };
      expect(at(101)).toEqual(at(1));
      expect(at(201)).toEqual(at(1));
    }
    expect(await running.store.query('SELECT "recordKey", code, detail FROM pending_record')).toEqual([]);
  });

  const cases = (foreign[pair.left.id] ?? []).filter(([, , without]) => without.includes(pair.right.id));
  // Two systems of one kind hold the same.
  if (cases.length === 0) return;
  test('what the right side cannot hold waits in sight', { timeout: 120_000 }, async () => {
    const running = await flowBetween('foreign', pair);
    await running.left.query(`INSERT INTO t (id) VALUES (1)`);
    await running.start();
    for (const [place, [column, value]] of cases.entries()) {
      if (pair.left.id === 'mysql') await running.left.query(`SET sql_mode = ''`);
      const sql = `INSERT INTO t (id, text, ${quoted(pair.left, column)}) VALUES (${10 + place}, 'with it', ${value})`;
      await running.left.query(
        column === 'text' ? sql.replace(`text, text`, 'text').replace(`'with it', `, '') : sql,
      );
    }
    await running.left.query(`INSERT INTO t (id, text) VALUES (2, 'after them')`);
    await eventually(
      'what comes after is carried',
      async () => (await rowsOf(running, pair, 'right')).has('["2"]'),
      60,
    );
    const right = await rowsOf(running, pair, 'right');
    const pending = await running.store.query<{ key: string; state: string; code: string; detail: string }>(
      `SELECT "recordKey" AS key, state, code, detail FROM pending_record`,
    );
    for (const [place, [column, value]] of cases.entries()) {
      const key = recordKey([String(10 + place)]);
      const waits = pending.find((each) => each.key === key);
      expect([column, value, right.get(key)?.[column], waits?.state]).toEqual([
        column,
        value,
        undefined,
        'parked',
      ]);
      expect([column, value, waits?.code]).toEqual([column, value, 'VALUE_INVALID']);
      // In words that somebody can read.
      expect(waits?.detail).not.toMatch(/\0|\u2400|\\u0000|0x00/);
    }
  });
});
