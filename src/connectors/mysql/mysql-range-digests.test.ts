import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import { type DigestForm, digestText } from '#core/values/digest-form.ts';
import { digestOfRows } from '#testing/contract/digest-of-rows.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { mysqlConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;

beforeAll(async () => {
  database = await mariadbDatabase('digests');
  session = mysqlConnector.open({ url: database.url });
});
afterAll(async () => {
  await session.close();
  await database.close();
});

type Case = { type: string; form: DigestForm; values: string[] };

const cases: Case[] = [
  { type: 'int', form: { kind: 'number', scale: 0 }, values: ['-500', '0', '70'] },
  { type: 'int(6) zerofill', form: { kind: 'number', scale: 0 }, values: ['42', '0'] },
  { type: 'bigint unsigned', form: { kind: 'number', scale: 0 }, values: ['18446744073709551615', '100'] },
  {
    type: 'decimal(40,10)',
    form: { kind: 'number', scale: null },
    values: ['1.500', '100', '-0.00', '0.000000001', '123456789012345678901234567890.10'],
  },
  {
    type: 'decimal(14,4)',
    form: { kind: 'number', scale: 2 },
    values: ['1.5050', '1.5049', '-1.5050', '0.0049', '-0.0049', '99.9999'],
  },
  { type: 'decimal(9,1)', form: { kind: 'number', scale: -2 }, values: ['149', '150', '-1250', '0'] },
  { type: 'double', form: { kind: 'text' }, values: ['0.1', '-12.5', '0', '123456789.25', '0.0001'] },
  { type: 'float', form: { kind: 'text' }, values: ['0.1', '-12.5', '0', '99999.5'] },
  {
    type: 'datetime(6)',
    form: { kind: 'timestamp', precision: 0 },
    values: [
      '2024-02-29 23:59:59.5',
      '2024-02-29 12:00:00.499999',
      '1999-12-31 23:59:59.5',
      '1999-12-31 23:59:59.500001',
      '1500-01-01 00:00:00',
    ],
  },
  {
    type: 'timestamp(6)',
    form: { kind: 'timestamptz', precision: 3 },
    values: ['2024-07-01 10:00:00.0005', '2024-07-01 10:00:00.1234', '1999-07-01 10:00:00.1235'],
  },
  { type: 'datetime(3)', form: { kind: 'timestamp', precision: 6 }, values: ['2024-07-01 10:00:00.120'] },
  { type: 'time(6)', form: { kind: 'time', precision: 0 }, values: ['23:59:59.5', '00:00:00.4'] },
  { type: 'time(3)', form: { kind: 'time', precision: 1 }, values: ['10:00:00.25', '10:00:00.349'] },
];

describe('[E13] [E17] MariaDB makes the same digest texts of values as everybody', () => {
  test.each(cases.map((each, index) => ({ ...each, index })))('$type as $form', async (each) => {
    const stream = `t${each.index}`;
    await database.query(`CREATE TABLE ${stream} (id int PRIMARY KEY, v ${each.type} NULL)`);
    for (const [id, value] of [...each.values, null].entries()) {
      await database.query(`SET time_zone = '+00:00'; INSERT INTO ${stream} VALUES (?, ?)`, [id, value]);
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
    expect(found).toEqual({ count: each.values.length + 1, digest: expected });
  });
});
