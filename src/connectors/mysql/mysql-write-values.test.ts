import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Write } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import { groupByShape } from '#core/writing/write-group.ts';
import { applyWrites, statusesOf } from '#testing/contract/apply-writes.ts';
import { digestOfRows } from '#testing/contract/digest-of-rows.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { mysqlConnector } from './index.ts';
import { MysqlCatalog } from './mysql-catalog.ts';
import { MysqlDatabase } from './mysql-database.ts';
import { MysqlConfig } from './mysql-manifest.ts';
import { mariadbSamples as samples } from './mysql-value-samples.ts';
import { updateSql, writeRows } from './mysql-write-sql.ts';

const types = Object.keys(samples);
const most = Math.max(...Object.values(samples).map((values) => values.length));
const fields = ['id', ...types.map((_, i) => `c${i}`)];
const TAG = 'values/right';

let database: TestDatabase;
let session: ConnectorSession;
let rows: Row[];

beforeAll(async () => {
  database = await mariadbDatabase('write_values');
  session = mysqlConnector.open({ url: database.url });
  await session.target.prepare([TAG]);
  const columns = types.map((type, i) => `c${i} ${type}`).join(', ');
  await database.query(`
    CREATE TABLE source (id int PRIMARY KEY, mark int, ${columns}) ROW_FORMAT = DYNAMIC;
    CREATE TABLE loaded LIKE source; CREATE TABLE written LIKE source`);
  for (let row = 0; row < most; row++) {
    const values = types.map((type) => samples[type]![row] ?? 'NULL');
    await database.query(
      `SET sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'; INSERT INTO source VALUES (${row}, 0, ${values.join(', ')})`,
    );
  }
  rows = await readAll('source');
});

afterAll(async () => {
  await session.close();
  await database.close();
});

async function readAll(stream: string): Promise<Row[]> {
  return (await session.source.snapshot({ stream, key: ['id'], fields, cursor: null, limit: 100 })).rows;
}

const apply = async (writes: Write[]) => statusesOf(await applyWrites(session.target, writes));

/** By type, so that a difference names it. */
const byType = (row: Row | undefined) =>
  Object.fromEntries(types.map((type, i) => [type, row?.[`c${i}`]?.slice(0, 500)]));

const write = (op: Write['op'], row: Row, set: Row, guard: Row | null): Write => ({
  tag: TAG,
  stream: 'written',
  op,
  key: { id: row.id! },
  set,
  guard,
});

describe('every value that is read can be written as it is', () => {
  test('loaded in bulk', async () => {
    const copied = await session.source.copy({
      stream: 'source',
      key: ['id'],
      fields,
      cursor: null,
      limit: 100,
    });
    const request = { tag: TAG, epoch: 1, stream: 'loaded', fields: copied.fields, rows: copied.rows };
    expect(await session.target.load(request)).toBe('loaded');
    expect((await readAll('loaded')).map(byType)).toEqual(rows.map(byType));
  });

  test('[E3] inserted, and found by a guard over each field in one statement', async () => {
    expect(new Set(await apply(rows.map((row) => write('insert', row, row, null))))).toEqual(
      new Set(['applied']),
    );
    expect((await readAll('written')).map(byType)).toEqual(rows.map(byType));
    const own = new MysqlDatabase(MysqlConfig.parse({ url: database.url }));
    try {
      const table = await new MysqlCatalog(own).table('written');
      const dialect = await own.dialect();
      const found: Record<string, number> = {};
      for (const [i, type] of types.entries()) {
        const items = rows.map((row, index) => ({
          write: write('update', row, { mark: String(i) }, { [`c${i}`]: row[`c${i}`]! }),
          index,
        }));
        const [group] = groupByShape(items, new Map([['written', table]]));
        const literals = writeRows(group!.shape, items, ['key', 'set', 'guard']);
        found[type] = (await own.run(updateSql(dialect, group!.shape, literals, { locked: false }))).found;
      }
      expect(found).toEqual(Object.fromEntries(types.map((type) => [type, rows.length])));
    } finally {
      await own.close();
    }
  });

  test('[E3] upserted again changes nothing, and deleted under a guard over all fields', async () => {
    expect(new Set(await apply(rows.map((row) => write('upsert', row, row, null))))).toEqual(
      new Set(['unchanged']),
    );
    const { id: _, ...guarded } = rows[0]!;
    const shifted = rows.map((row) => write('delete', row, {}, { ...row, c0: row.c0 === null ? 't' : null }));
    expect(new Set(await apply(shifted))).toEqual(new Set(['missed']));
    const deletes = rows.map((row) =>
      write('delete', row, {}, Object.fromEntries(Object.keys(guarded).map((name) => [name, row[name]!]))),
    );
    expect(new Set(await apply(deletes))).toEqual(new Set(['applied']));
    expect(await readAll('written')).toEqual([]);
  });

  test('[E17] its digest is the one of its text, but for floats', async () => {
    const wrong: string[] = [];
    for (const [i, type] of types.entries()) {
      if (/^(float|double)/.test(type)) continue;
      const names = ['id', `c${i}`];
      const digest = await session.source.digests!.range({
        stream: 'source',
        key: ['id'],
        fields: names.map((name) => ({ name, form: { kind: 'text' } })),
        within: { kind: 'range', lower: null, upper: null },
      });
      if (digest.digest !== digestOfRows(rows.map((row) => names.map((name) => row[name]!))))
        wrong.push(type);
    }
    expect(wrong).toEqual([]);
  });
});
