import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { type DigestForm, digestText } from '#core/values/digest-form.ts';
import { digestOfRows } from '#testing/contract/digest-of-rows.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;

beforeAll(async () => {
  database = await testDatabase('digests');
  session = postgresConnector.open({ url: database.url });
});
afterAll(async () => {
  await session.close();
  await database.close();
});

type Case = { type: string; form: DigestForm; values: string[] };

const text: DigestForm = { kind: 'text' };
const cases: Case[] = [
  { type: 'boolean', form: text, values: ['t', 'f'] },
  { type: 'int', form: text, values: ['-5', '0'] },
  { type: 'int', form: { kind: 'number', scale: 0 }, values: ['-500', '0', '70'] },
  {
    type: 'numeric',
    form: { kind: 'number', scale: null },
    values: ['1.500', '100', '-0.00', 'NaN', 'Infinity', '0.000000001', '123456789012345678901234567890.10'],
  },
  {
    type: 'numeric(14,4)',
    form: { kind: 'number', scale: 2 },
    values: ['1.5050', '1.5049', '-1.5050', '0.0049', '-0.0049', '99.9999'],
  },
  { type: 'numeric', form: { kind: 'number', scale: -2 }, values: ['149', '150', '-1250'] },
  { type: 'float8', form: text, values: ['0.1', '-0', '1e+300', 'NaN'] },
  { type: 'text', form: text, values: ['', ' a ', 'ä', '👍'] },
  {
    type: 'timestamp',
    form: { kind: 'timestamp', precision: 0 },
    values: ['2024-02-29 23:59:59.5', '2024-02-29 12:00:00.499999', 'infinity', '0044-03-15 12:00:00 BC'],
  },
  {
    type: 'timestamptz',
    form: { kind: 'timestamptz', precision: 3 },
    values: ['2024-07-01 10:00:00.0005+00', '2024-07-01 10:00:00.1234+00'],
  },
  { type: 'time', form: { kind: 'time', precision: 0 }, values: ['23:59:59.5', '00:00:00.4', '24:00:00'] },
  { type: 'uuid', form: text, values: ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'] },
  { type: 'jsonb', form: text, values: ['{"b": 1, "a": [1, 2]}'] },
  { type: 'int[]', form: text, values: ['{1,NULL,3}'] },
  { type: 'bytea', form: text, values: ['\\x00ff'] },
];

describe('[E13] [E17] PostgreSQL makes the same digest texts of values as everybody', () => {
  test.each(cases.map((each, index) => ({ ...each, index })))('$type as $form', async (each) => {
    const stream = `public.t${each.index}`;
    await database.query(`CREATE TABLE t${each.index} (id int PRIMARY KEY, v ${each.type})`);
    for (const [id, value] of each.values.entries()) {
      await database.query(`INSERT INTO t${each.index} VALUES ($1, $2::text::${each.type})`, [id, value]);
    }
    const { rows } = await session.source.snapshot({
      stream,
      fields: ['v'],
      key: ['id'],
      cursor: null,
      limit: 100,
    });
    const toText = digestText(each.form);
    const expected = digestOfRows(
      rows.map((row) => [row.v === null || row.v === undefined ? null : toText(row.v)]),
    );
    const found = await session.source.digests?.range({
      stream,
      key: ['id'],
      fields: [{ name: 'v', form: each.form }],
      within: { kind: 'range', lower: null, upper: null },
    });
    expect(found).toEqual({ count: each.values.length, digest: expected });
  });

  test('whatever the encoding of the database', async () => {
    await database.query(`CREATE TABLE utf (id int PRIMARY KEY, v text); INSERT INTO utf VALUES (1, 'é')`);
    const name = `${database.name}_latin`;
    await database.query(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'`,
    );
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    const latin = postgresConnector.open({ url: url.href });
    try {
      const request = {
        key: ['id'],
        fields: [{ name: 'v', form: text }],
        within: { kind: 'range' as const, lower: null, upper: null },
      };
      const other = new pg.Client({ connectionString: url.href });
      await other.connect();
      await other.query(`CREATE TABLE utf (id int PRIMARY KEY, v text); INSERT INTO utf VALUES (1, 'é')`);
      await other.end();
      const stream = 'public.utf';
      expect(await latin.source.digests?.range({ ...request, stream })).toEqual(
        await session.source.digests?.range({ ...request, stream }),
      );
    } finally {
      await latin.close();
      await database.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  });
});
