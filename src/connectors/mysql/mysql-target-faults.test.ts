import { expect, test } from 'vitest';
import { applyBatch } from '#core/ports/apply-batch.ts';
import { statusesOf } from '#testing/contract/apply-writes.ts';
import { targetOnMariadb, write } from '#testing/mariadb/target-on-mariadb.ts';
import { mysqlConnector } from './index.ts';

const on = targetOnMariadb('target_faults');

test('values that take more than one statement go through, and one that no statement takes fails alone', async () => {
  await on.database.query('CREATE TABLE large (id int PRIMARY KEY, v longtext, w int)');
  const big = 'ü'.repeat(1_500_000);
  const insert = (id: number, v: string) =>
    write('insert', 'large', { id: String(id) }, { id: String(id), v, w: '1' });
  const made = await on.apply(
    insert(1, big),
    insert(2, `${big}'`),
    insert(3, 'x'.repeat(20_000_000)),
    insert(4, 's'),
  );
  expect(statusesOf(made)).toEqual(['applied', 'applied', 'VALUE_INVALID', 'applied']);
  expect(made[2]).toMatchObject({ detail: expect.stringContaining('max_allowed_packet') });
  const update = (id: number, v: string) =>
    write('update', 'large', { id: String(id) }, { w: '2' }, { v, w: '1' });
  expect(statusesOf(await on.apply(update(1, big), update(2, big), update(4, 's')))).toEqual([
    'applied',
    'missed',
    'applied',
  ]);
});

test('a column that changes its type, comes or goes between two batches', async () => {
  await on.database.query('CREATE TABLE changing (id int PRIMARY KEY, a int, gone int)');
  const put = (id: number, a: string) =>
    write('insert', 'changing', { id: String(id) }, { id: String(id), a });
  expect(statusesOf(await on.apply(put(1, '1')))).toEqual(['applied']);
  await on.database.query('ALTER TABLE changing MODIFY a bigint');
  expect(statusesOf(await on.apply(put(2, '9223372036854775807')))).toEqual(['applied']);
  await on.database.query('ALTER TABLE changing MODIFY a text');
  expect(statusesOf(await on.apply(put(3, 'text')))).toEqual(['applied']);
  await on.database.query('ALTER TABLE changing ADD COLUMN b int');
  expect(
    statusesOf(await on.apply(write('update', 'changing', { id: '1' }, { b: '5' }, { b: null }))),
  ).toEqual(['applied']);
  const withGone = (value: string) => write('update', 'changing', { id: '1' }, { gone: value });
  expect(statusesOf(await on.apply(withGone('5')))).toEqual(['applied']);
  await on.database.query('ALTER TABLE changing DROP COLUMN gone');
  await expect(on.apply(withGone('6'))).rejects.toMatchObject({ code: 'FIELD_MISSING' });
  await on.database.query('DROP TABLE changing');
  await expect(on.apply(put(4, 'x'))).rejects.toMatchObject({ code: 'STREAM_MISSING' });
});

test('a row that somebody else holds makes ours wait for a moment and give way, never theirs', async () => {
  await on.database.query(
    'CREATE TABLE held (id int PRIMARY KEY, v int); INSERT INTO held VALUES (1, 1), (2, 1)',
  );
  const other = mysqlConnector.open({ url: on.database.url });
  const update = (id: number, v: string) => write('update', 'held', { id: String(id) }, { v });
  const theirs = await other.target.begin();
  try {
    await other.target.prepare(['their/right']);
    const batch = { checkpoints: [], epoch: 1 };
    await theirs.write({ ...batch, writes: [{ ...update(1, '7'), tag: 'their/right' }] });
    const ours = await on.session.target.begin();
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
  expect(await on.rows('SELECT id, v FROM held ORDER BY id')).toEqual(['1 7', '2 7']);
  expect(statusesOf(await on.apply(update(1, '8')))).toEqual(['applied']);
});

test('a lost connection is no row’s fault, and leaves nothing written', async () => {
  await on.database.query('CREATE TABLE lost (id int PRIMARY KEY); INSERT INTO lost VALUES (1)');
  const batch = { writes: [write('delete', 'lost', { id: '1' }, {})], checkpoints: [], epoch: 1 };
  const broken = applyBatch(on.session.target, batch, async () => {
    const sessions = await on.database.query<{ id: number }>(
      `SELECT trx_mysql_thread_id AS id FROM information_schema.innodb_trx
       WHERE trx_mysql_thread_id IN (SELECT id FROM information_schema.processlist WHERE db = DATABASE())`,
    );
    for (const { id } of sessions) await on.database.query(`KILL ${id}`);
  });
  await expect(broken).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(await on.rows('SELECT id FROM lost')).toEqual(['1']);
  expect(statusesOf(await on.apply(write('delete', 'lost', { id: '1' }, {})))).toEqual(['applied']);
});
