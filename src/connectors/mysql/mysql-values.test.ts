import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '#core/change/change-event.ts';
import type { Row } from '#core/values/value.ts';
import { FeedReader } from '#testing/contract/feed-reader.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { MysqlFeeds } from './mysql-feeds.ts';
import { MysqlConfig } from './mysql-manifest.ts';
import { readTables } from './mysql-read-tables.ts';
import { mariadbSamples as samples } from './mysql-value-samples.ts';
import { selected, textReader } from './mysql-value-text.ts';

const types = Object.keys(samples);
const most = Math.max(...Object.values(samples).map((values) => values.length));

let database: TestDatabase;
let reading: MysqlDatabase;
let streamed: Change[];
let read: Row[];

beforeAll(async () => {
  database = await mariadbDatabase('values');
  // Rows have a limit of their own: few columns in each table.
  await database.query(
    `CREATE TABLE source (id int PRIMARY KEY, ${types.map((type, i) => `c${i} ${type}`).join(', ')}) ROW_FORMAT = DYNAMIC`,
  );
  reading = new MysqlDatabase(MysqlConfig.parse({ url: database.url }));
  const feeds = new MysqlFeeds(reading);
  const feed = { feedId: 'values', streams: ['source'] };
  await feeds.prepare(feed);
  const reader = new FeedReader(await feeds.open(feed));
  for (let row = 0; row < most; row++) {
    const values = types.map((type) => samples[type]![row] ?? 'NULL');
    await database.query(
      `SET sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'; INSERT INTO source VALUES (${row}, ${values.join(', ')})`,
    );
  }
  await database.query('UPDATE source SET id = id + 1000');
  await reader.pass(await feeds.head());
  await reader.close();
  await feeds.close();
  streamed = reader.changes;
  read = await readAll();
});

afterAll(async () => {
  await reading.close();
  await database.close();
});

/** As a query of this connector gives them. */
async function readAll(): Promise<Row[]> {
  const [table] = await readTables(reading, [{ schema: database.name, table: 'source' }]);
  const columns = [...table!.columns.values()];
  const rows = await reading.rows(
    `SELECT ${columns.map((column) => selected(column, column.quoted)).join(', ')} FROM source ORDER BY id`,
  );
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

/** By type, so that a difference names it. */
function byType(row: Row | Change['after']): Record<string, string | null | undefined> {
  return Object.fromEntries(types.map((type, i) => [type, row?.[`c${i}`]]));
}

describe('every value is the text that a query gives', () => {
  test('the server holds every sample', () => {
    const values = read.flatMap((row) => types.map((_, i) => row[`c${i}`])).filter((value) => value !== null);
    expect(values).toHaveLength(Object.values(samples).flat().length);
  });

  test('in the stream, before and after', () => {
    const inserts = streamed.filter((change) => change.op === 'insert');
    const updates = streamed.filter((change) => change.op === 'update');
    const expected = read.map(byType);
    expect(inserts.map((change) => byType(change.after))).toEqual(expected);
    expect(updates.map((change) => byType(change.before))).toEqual(expected);
    expect(updates.map((change) => byType(change.after))).toEqual(expected);
  });
});
