import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Write } from '#core/ports/target.ts';
import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import { leadingValues } from '#core/values/text-rows.ts';
import { applyWrites, statusesOf } from '#testing/contract/apply-writes.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { type SqliteTestFile, testFile } from '#testing/sqlite-file.ts';
import { sqliteConnector } from './index.ts';

/** What does not fit its type, as a literal. */
const misfit = (literal: string) => MISFIT_MARK + literal;
const long = 'x'.repeat(300);

/** Declared types with literals of SQL, and the text that each becomes. */
const samples: Record<string, [string, string][]> = {
  INTEGER: [
    ['-9223372036854775808', '-9223372036854775808'],
    ['9223372036854775807', '9223372036854775807'],
    ['0', '0'],
    ["'12'", '12'],
    ['7.0', '7'],
    ['7.5', misfit('7.5')],
    ["'many'", misfit("'many'")],
    ["x'01'", misfit("x'01'")],
  ],
  INT4: [
    ['2147483647', '2147483647'],
    ['2147483648', misfit('2147483648')],
  ],
  SMALLINT: [
    ['-32768', '-32768'],
    ['40000', misfit('40000')],
  ],
  REAL: [
    ['0.1 + 0.2', '0.30000000000000004'],
    ['-(0.1 + 0.2)', '-0.30000000000000004'],
    ['1e308', '1e+308'],
    ['1.7976931348623157e308', '1.7976931348623157e+308'],
    ['5e-324', '5e-324'],
    ['9e999', 'Infinity'],
    ['-9e999', '-Infinity'],
    ['5', '5'],
    ['1e15', '1e+15'],
    ['0.00001', '1e-05'],
    ['123456789.123', '123456789.123'],
    ["'word'", misfit("'word'")],
  ],
  FLOAT4: [
    ['0.5', '0.5'],
    ['0.1', misfit('0.1')],
  ],
  'DECIMAL(10,2)': [
    ['12345678.9', '12345678.9'],
    ['5', '5'],
    ['-0.01', '-0.01'],
    ["'7.50'", '7.5'],
    ['1.234', misfit('1.234')],
    ['123456789', misfit('123456789')],
    ["'1,5'", misfit("'1,5'")],
  ],
  NUMERIC: [
    ['0.000001', '0.000001'],
    ['1e20', '100000000000000000000'],
    ['9223372036854775807', '9223372036854775807'],
  ],
  TEXT: [
    ["''", ''],
    ["'it''s ä 語 👍'", "it's ä 語 👍"],
    ["'tab' || char(9) || 'line' || char(10) || '\\N'", 'tab\tline\n\\N'],
    ["'a' || char(0) || 'b'", 'a\0b'],
    ['12', '12'],
    ["x'6162'", misfit("x'6162'")],
  ],
  'VARCHAR(5)': [
    ["'12345'", '12345'],
    [`'${long}'`, long],
  ],
  BLOB: [
    ["x''", '\\x'],
    ["x'00ff10'", '\\x00ff10'],
    ["'text'", misfit("'text'")],
  ],
  BOOLEAN: [
    ['1', 't'],
    ['FALSE', 'f'],
    ['2', misfit('2')],
    ["'yes'", misfit("'yes'")],
  ],
  DATE: [
    ["'2026-11-26'", '2026-11-26'],
    ["'2026-02-30'", misfit("'2026-02-30'")],
    ['1795651200', misfit('1795651200')],
  ],
  TIME: [
    ["'10:11:12'", '10:11:12'],
    ["'10:11:12.5'", '10:11:12.5'],
  ],
  DATETIME: [
    ["'2026-11-26 10:11:12.123456'", '2026-11-26 10:11:12.123456'],
    ["'2026-11-26T10:11:12.250Z'", '2026-11-26 10:11:12.25'],
    ["'2026-11-26T10:11+02:00'", '2026-11-26 08:11:00'],
    ["'2026-11-26 10:11:12.1234567'", misfit("'2026-11-26 10:11:12.1234567'")],
    ['1795651200.5', misfit('1795651200.5')],
  ],
  'TIMESTAMP(3)': [
    ["'2026-11-26 10:11:12.125'", '2026-11-26 10:11:12.125'],
    ["'2026-11-26 10:11:12.1254'", misfit("'2026-11-26 10:11:12.1254'")],
  ],
  TIMESTAMPTZ: [["'2026-11-26 10:11:12+02:00'", '2026-11-26 08:11:12+00']],
  UUID: [
    ["'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ["'no uuid'", misfit("'no uuid'")],
  ],
  JSON: [
    [`'{"b": 1,  "a":[1.10, null]}'`, '{"b": 1,  "a":[1.10, null]}'],
    ["'5'", '5'],
    ["'1.50'", '1.5'],
    ["'{'", misfit("'{'")],
  ],
  '': [
    ['5', '5'],
    ['5.0', '5.0'],
    ["'it''s'", "'it''s'"],
    ["x'0a'", "x'0a'"],
  ],
};

/** Spelled otherwise when written again, with the same text. */
const respelled = new Set(['DATETIME', 'TIMESTAMPTZ', 'UUID', 'JSON']);

const types = Object.keys(samples);
const source = (i: number) => `t${i}`;
const copy = (i: number) => `c${i}`;
const TAG = 'values/right';

let file: SqliteTestFile;
let other: DatabaseSync;
let session: ConnectorSession;
let reader: FeedReader;
let changes: Change[];

beforeAll(async () => {
  file = testFile(
    types
      .flatMap((type, i) =>
        [source(i), copy(i)].map((name) => `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, v ${type});`),
      )
      .join('\n'),
  );
  other = new DatabaseSync(file.path, { timeout: 20_000 });
  session = sqliteConnector(() => ({ folders: null, forbidden: [] })).open({ file: file.path });
  const feed = { feedId: 'values', streams: types.map((_, i) => source(i)) };
  await session.source.prepare(feed);
  reader = new FeedReader(await session.source.open(feed));
  other.exec('BEGIN');
  for (const [i, type] of types.entries()) {
    for (const [id, [literal]] of samples[type]!.entries()) {
      other.exec(`INSERT INTO ${source(i)} VALUES (${id}, ${literal})`);
    }
    other.exec(`INSERT INTO ${source(i)} VALUES (999, NULL)`);
    other.exec(`UPDATE ${source(i)} SET id = id + 1000`);
  }
  other.exec('COMMIT');
  await reader.pass(await session.source.head());
  changes = reader.changes;
});

afterAll(async () => {
  await reader.close();
  await session.close();
  other.close();
  file.remove();
});

describe.each(types.map((type, i) => [type || 'no type', type, i] as const))(
  'a value of %s',
  (_, type, i) => {
    const expected = [...samples[type]!.map(([, text], id) => [String(1000 + id), text]), ['1999', null]];

    test('is the same in the stream, a snapshot, a copy and a read', async () => {
      const stream = source(i);
      const request = { stream, fields: ['v'], key: ['id'] };
      const updates = changes.filter((change) => change.stream === stream && change.op === 'update');
      expect(updates.map(({ after }) => [after?.id, after?.v])).toEqual(expected);
      expect(updates.map(({ before }) => before?.v)).toEqual(expected.map(([, text]) => text));
      const { rows } = await session.source.snapshot({ ...request, cursor: null, limit: 100 });
      expect(rows.map(({ id, v }) => [id, v])).toEqual(expected);
      const copied = await session.source.copy({ ...request, cursor: null, limit: 100 });
      expect([...leadingValues(copied.rows, 2)]).toEqual(expected);
      const read = await session.source.read({
        ...request,
        keys: expected.map(([id]) => ({ id: id ?? null })),
      });
      expect(read.map(({ id, v }) => [id, v])).toEqual(expected);
    });

    test('written to another file it is the same value there', async () => {
      const stream = copy(i);
      await session.target.prepare([TAG]);
      const write = async (op: Write['op']) => {
        const writes = expected.map(
          ([id, v]): Write => ({
            tag: TAG,
            stream,
            op,
            key: { id: id! },
            guard: null,
            set: { id: id!, v: v ?? null },
          }),
        );
        return new Set((await applyWrites(session.target, writes)).map(({ status }) => status));
      };
      expect(await write('insert')).toEqual(new Set(['applied']));
      expect(await write('upsert')).toEqual(new Set(['unchanged']));
      const { rows } = await session.source.snapshot({
        stream,
        fields: ['v'],
        key: ['id'],
        cursor: null,
        limit: 100,
      });
      expect(rows.map(({ id, v }) => [id, v])).toEqual(expected);
      if (respelled.has(type)) return;
      const different = other
        .prepare(
          `SELECT t.id FROM ${source(i)} AS t LEFT JOIN ${stream} AS c USING (id) WHERE t.v IS NOT c.v OR typeof(t.v) <> typeof(c.v)`,
        )
        .all();
      expect(different).toEqual([]);
    });
  },
);

test('a value that the file would not hold exactly is refused, and nothing is written of it', async () => {
  const refused: [string, string][] = [
    ['INTEGER', 'many'],
    ['INTEGER', '9223372036854775808'],
    ['INT4', '2147483648'],
    ['REAL', 'NaN'],
    ['REAL', '1e400'],
    ['NUMERIC', '12345678901234567890.12'],
    ['NUMERIC', 'NaN'],
    ['DECIMAL(10,2)', '1.234'],
    ['BOOLEAN', 'maybe'],
    ['DATE', '2026-02-30'],
    ['JSON', '12345678901234567890123'],
    ['BLOB', 'text'],
    ['', 'no literal'],
  ];
  await session.target.prepare([TAG]);
  const writes = refused.map(
    ([type, v], n): Write => ({
      tag: TAG,
      stream: copy(types.indexOf(type)),
      op: 'insert',
      key: { id: String(5000 + n) },
      guard: null,
      set: { id: String(5000 + n), v },
    }),
  );
  expect(statusesOf(await applyWrites(session.target, writes))).toEqual(refused.map(() => 'VALUE_INVALID'));
});
