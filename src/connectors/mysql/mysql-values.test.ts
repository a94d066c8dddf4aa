import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '#core/change/change-event.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Image, Row } from '#core/values/value.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { mysqlConnector } from './index.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { MysqlConfig } from './mysql-manifest.ts';
import { readTables } from './mysql-read-tables.ts';
import type { TableColumn } from './mysql-table.ts';
import { mariadbSamples as samples } from './mysql-value-samples.ts';
import { selected, textReader } from './mysql-value-text.ts';

const types = Object.keys(samples);
const most = Math.max(...Object.values(samples).map((values) => values.length));

let database: TestDatabase;
let session: ConnectorSession;
let streamed: Change[];
/** What the server itself prints of each row, spelled as values are. */
let oracle: Row[];

const feed = { feedId: 'values', streams: ['source'] };

beforeAll(async () => {
  database = await mariadbDatabase('values');
  await database.query(
    `CREATE TABLE source (id int PRIMARY KEY, ${types.map((type, i) => `c${i} ${type}`).join(', ')})`,
  );
  session = mysqlConnector.open({ url: database.url, durationFields: '*' });
  await session.source.prepare(feed);
  const reader = new FeedReader(await session.source.open(feed));
  for (let row = 0; row < most; row++) {
    const values = types.map((type) => samples[type]![row] ?? 'NULL');
    await database.query(
      `SET sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'; INSERT INTO source VALUES (${row}, ${values.join(', ')})`,
    );
  }
  await database.query('UPDATE source SET id = id + 1000');
  await reader.pass(await session.source.head());
  await reader.close();
  streamed = reader.changes;
  oracle = await printed();
});

afterAll(async () => {
  await session.close();
  await database.close();
});

/** By statements that spell each value on the server. */
async function printed(): Promise<Row[]> {
  const columns = await readColumns();
  const reading = new MysqlDatabase(MysqlConfig.parse({ url: database.url, durationFields: '*' }));
  const rows = await reading.rows(
    `SELECT ${columns.map((column) => selected(column, column.quoted)).join(', ')} FROM source ORDER BY id`,
  );
  await reading.close();
  return rows.map((values) =>
    Object.fromEntries(
      columns.map((column, i) => {
        const text = values[i] ?? null;
        const show = textReader(column);
        return [column.name, text === null || show === null ? text : show(text)];
      }),
    ),
  );
}

async function readColumns(): Promise<TableColumn[]> {
  const reading = new MysqlDatabase(MysqlConfig.parse({ url: database.url, durationFields: '*' }));
  const [table] = await readTables(reading, [{ schema: database.name, table: 'source' }]);
  await reading.close();
  return [...table!.columns.values()];
}

/** By type, so that a difference names it. */
function byType(row: Image | null): Record<string, string | null | undefined> {
  return Object.fromEntries(types.map((type, i) => [type, row?.[`c${i}`]]));
}

const request = { stream: 'source', fields: ['id', ...types.map((_, i) => `c${i}`)], key: ['id'] };

describe('every value is the text that a query gives', () => {
  test('the server holds every sample', () => {
    const values = oracle
      .flatMap((row) => types.map((_, i) => row[`c${i}`]))
      .filter((value) => value !== null);
    expect(values).toHaveLength(Object.values(samples).flat().length);
    expect(byType(oracle[0]!)).toMatchObject({
      'bit(64)': '18446744073709551615',
      'datetime(6)': '2026-11-22 10:11:12.123456',
      'timestamp NULL': '2038-01-19 03:14:07+00',
      'binary(4)': '\\x61620000',
      float: '0.1',
      'int(6) zerofill': '42',
      "set('x','y','ž')": 'x,ž',
    });
  });

  test('in the stream, before and after', () => {
    const inserts = streamed.filter((change) => change.op === 'insert');
    const updates = streamed.filter((change) => change.op === 'update');
    const expected = oracle.map(byType);
    expect(inserts.map((change) => byType(change.after))).toEqual(expected);
    expect(updates.map((change) => byType(change.before))).toEqual(expected);
    expect(updates.map((change) => byType(change.after))).toEqual(expected);
  });

  test('in a snapshot, and in a read', async () => {
    const { rows } = await session.source.snapshot({ ...request, cursor: null, limit: 100 });
    expect(rows.map(byType)).toEqual(oracle.map(byType));
    const keys = oracle.map((row) => ({ id: row.id ?? null }));
    const read = await session.source.read({ ...request, keys });
    expect(read.sort((a, b) => Number(a.id) - Number(b.id)).map(byType)).toEqual(oracle.map(byType));
  });
});

describe('the zero date', () => {
  const zeroDates = ['keep', 'empty', 'first day'] as const;
  const expected = {
    keep: [
      '0000-00-00',
      '0000-00-00 00:00:00',
      '0000-00-00 00:00:00.5',
      '0000-00-00 00:00:00+00',
      '2024-00-00',
    ],
    empty: [null, null, null, null, '2024-00-00'],
    'first day': [
      '0001-01-01',
      '0001-01-01 00:00:00',
      '0001-01-01 00:00:00.5',
      '0001-01-01 00:00:00+00',
      '2024-00-00',
    ],
  };

  test.each(zeroDates)('is told alike by the stream and a read: %s', async (choice) => {
    const table = `zero_${choice.replace(' ', '_')}`;
    await database.query(
      `CREATE TABLE ${table} (id int PRIMARY KEY, a date, b datetime, c datetime(3), d timestamp NULL, e date)`,
    );
    const own = mysqlConnector.open({ url: database.url, zeroDates: choice });
    const zeroFeed = { feedId: table, streams: [table] };
    await own.source.prepare(zeroFeed);
    const reader = new FeedReader(await own.source.open(zeroFeed));
    await database.query(
      `SET sql_mode = ''; INSERT INTO ${table} VALUES (1, 0, 0, '0000-00-00 00:00:00.500', 0, '2024-00-00')`,
    );
    await reader.pass(await own.source.head());
    const names = ['a', 'b', 'c', 'd', 'e'];
    expect(names.map((name) => reader.changes[0]?.after?.[name])).toEqual(expected[choice]);
    const [row] = await own.source.read({ stream: table, fields: names, key: ['id'], keys: [{ id: '1' }] });
    expect(names.map((name) => row?.[name])).toEqual(expected[choice]);
    await reader.close();
    await own.close();
  });
});
