import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyBatch } from '#core/ports/apply-batch.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Write } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import { applyWrites, statusesOf } from '#testing/contract/apply-writes.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { mysqlConnector } from './index.ts';

let database: TestDatabase;
let session: ConnectorSession;

beforeAll(async () => {
  database = await mariadbDatabase('target_faults');
  session = mysqlConnector.open({ url: database.url });
  await session.target.prepare(['t/right']);
});

afterAll(async () => {
  await session.close();
  await database.close();
});

function write(op: Write['op'], stream: string, key: Row, set: Row, guard: Row | null = null): Write {
  return { tag: 't/right', stream, op, key, set, guard };
}

const apply = (...writes: Write[]) => applyWrites(session.target, writes);

/** Rows as texts, whatever the driver makes of a number. */
async function rows(sql: string): Promise<string[]> {
  return (await database.query(sql)).map((row) => Object.values(row).map(String).join(' '));
}

test('values that take more than one statement go through, and one that no statement takes fails alone', async () => {
  await database.query('CREATE TABLE large (id int PRIMARY KEY, v longtext, w int)');
  const big = 'ü'.repeat(1_500_000);
  const insert = (id: number, v: string) =>
    write('insert', 'large', { id: String(id) }, { id: String(id), v, w: '1' });
  const made = await apply(
    insert(1, big),
    insert(2, `${big}'`),
    insert(3, 'x'.repeat(20_000_000)),
    insert(4, 's'),
  );
  expect(statusesOf(made)).toEqual(['applied', 'applied', 'VALUE_INVALID', 'applied']);
  expect(made[2]).toMatchObject({ detail: expect.stringContaining('max_allowed_packet') });
  const update = (id: number, v: string) =>
    write('update', 'large', { id: String(id) }, { w: '2' }, { v, w: '1' });
  expect(statusesOf(await apply(update(1, big), update(2, big), update(4, 's')))).toEqual([
    'applied',
    'missed',
    'applied',
  ]);
});

test('a column that changes its type, comes or goes between two batches', async () => {
  await database.query('CREATE TABLE changing (id int PRIMARY KEY, a int, gone int)');
  const put = (id: number, a: string) =>
    write('insert', 'changing', { id: String(id) }, { id: String(id), a });
  expect(statusesOf(await apply(put(1, '1')))).toEqual(['applied']);
  await database.query('ALTER TABLE changing MODIFY a bigint');
  expect(statusesOf(await apply(put(2, '9223372036854775807')))).toEqual(['applied']);
  await database.query('ALTER TABLE changing MODIFY a text');
  expect(statusesOf(await apply(put(3, 'text')))).toEqual(['applied']);
  await database.query('ALTER TABLE changing ADD COLUMN b int');
  expect(statusesOf(await apply(write('update', 'changing', { id: '1' }, { b: '5' }, { b: null })))).toEqual([
    'applied',
  ]);
  const withGone = (value: string) => write('update', 'changing', { id: '1' }, { gone: value });
  expect(statusesOf(await apply(withGone('5')))).toEqual(['applied']);
  await database.query('ALTER TABLE changing DROP COLUMN gone');
  await expect(apply(withGone('6'))).rejects.toMatchObject({ code: 'FIELD_MISSING' });
  await database.query('DROP TABLE changing');
  await expect(apply(put(4, 'x'))).rejects.toMatchObject({ code: 'STREAM_MISSING' });
});

test('a row that somebody else holds makes ours wait for a moment and give way, never theirs', async () => {
  await database.query(
    'CREATE TABLE held (id int PRIMARY KEY, v int); INSERT INTO held VALUES (1, 1), (2, 1)',
  );
  const other = mysqlConnector.open({ url: database.url });
  const update = (id: number, v: string) => write('update', 'held', { id: String(id) }, { v });
  const theirs = await other.target.begin();
  try {
    await other.target.prepare(['their/right']);
    const batch = { checkpoints: [], epoch: 1 };
    await theirs.write({ ...batch, writes: [{ ...update(1, '7'), tag: 'their/right' }] });
    const ours = await session.target.begin();
    await ours.write({ ...batch, writes: [update(2, '8')] });
    // Each wants what the other one holds: whoever waits gives way by itself.
    await expect(ours.write({ ...batch, writes: [update(1, '8')] })).rejects.toMatchObject({
      code: 'LOCK_WAIT',
    });
    await theirs.write({ ...batch, writes: [{ ...update(2, '7'), tag: 'their/right' }] });
    await theirs.commit();
  } finally {
    await theirs.rollback();
    await other.close();
  }
  expect(await rows('SELECT id, v FROM held ORDER BY id')).toEqual(['1 7', '2 7']);
  expect(statusesOf(await apply(update(1, '8')))).toEqual(['applied']);
});

test('a lost connection is no row’s fault, and leaves nothing written', async () => {
  await database.query('CREATE TABLE lost (id int PRIMARY KEY); INSERT INTO lost VALUES (1)');
  const batch = { writes: [write('delete', 'lost', { id: '1' }, {})], checkpoints: [], epoch: 1 };
  const broken = applyBatch(session.target, batch, async () => {
    const sessions = await database.query<{ id: number }>(
      `SELECT trx_mysql_thread_id AS id FROM information_schema.innodb_trx
       WHERE trx_mysql_thread_id IN (SELECT id FROM information_schema.processlist WHERE db = DATABASE())`,
    );
    for (const { id } of sessions) await database.query(`KILL ${id}`);
  });
  await expect(broken).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(await rows('SELECT id FROM lost')).toEqual(['1']);
  expect(statusesOf(await apply(write('delete', 'lost', { id: '1' }, {})))).toEqual(['applied']);
});
