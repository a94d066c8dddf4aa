import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OperationRecord, RecordOutcome } from '#core/operations/record-outcome.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { countOutcomes, listOperationRecords, writeOperation } from './operation-records.ts';

let pool: pg.Pool;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ pool, close } = await ledgerStore('operation_records'));
});
beforeEach(async () => {
  await pool.query(`DELETE FROM organization WHERE id = 'o'`);
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('o', 'O', 'o', now())`);
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", kind, input, "createdBy") SELECT id, 'o', 'bulk', '{}', 'a' FROM (VALUES ('one'), ('two')) AS v(id)`,
  );
});
afterAll(() => close?.());

const result = (key: number, outcome: RecordOutcome): OperationRecord => ({
  ...{ laneId: 'f:l', recordKey: JSON.stringify([String(key)]), outcome, code: null },
  ...{ detail: `"${key}" \\ 'x'`, before: null, after: null },
});
const results = (count: number, outcome: RecordOutcome) =>
  Array.from({ length: count }, (_, key) => result(key, outcome));

test('[E20] a result that is kept again takes the place of the one before, and is found by its outcome', async () => {
  await writeOperation(pool, { id: 'one', records: results(10, 'done'), place: null });
  const again = [result(3, 'refused'), result(10, 'nothing')];
  await writeOperation(pool, { id: 'one', records: again, place: '7/8' });
  expect(await countOutcomes(pool, 'one')).toMatchObject({ done: 9, refused: 1, nothing: 1 });
  const page = { samples: false, cursor: null, limit: 5 };
  const refused = await listOperationRecords(pool, 'one', { ...page, outcome: 'refused' });
  expect(refused).toEqual({ records: [result(3, 'refused')], next: null });
  const done = await listOperationRecords(pool, 'one', { ...page, outcome: 'done' });
  expect(done.records.map(({ recordKey }) => recordKey)).toEqual(
    ['0', '1', '2', '4', '5'].map((key) => `["${key}"]`),
  );
  const rest = await listOperationRecords(pool, 'one', { ...page, outcome: 'done', cursor: done.next });
  expect(rest.records).toHaveLength(4);
});

test('results go with their operation, and with its workspace; none is kept of an operation that is gone', async () => {
  for (const id of ['one', 'two']) {
    await writeOperation(pool, { id, records: results(3, 'done'), place: null });
  }
  await pool.query(`DELETE FROM operation WHERE id = 'one'`);
  const kept = () => pool.query('SELECT DISTINCT operation_id AS id FROM operation_record');
  expect((await kept()).rows).toEqual([{ id: 'two' }]);
  await expect(
    writeOperation(pool, { id: 'one', records: results(3, 'done'), place: null }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await pool.query(`DELETE FROM organization WHERE id = 'o'`);
  expect((await kept()).rows).toEqual([]);
});

test('an operation that is deleted while results of it are being kept takes these with it as well', async () => {
  const writer = await pool.connect();
  try {
    await writer.query('BEGIN');
    await writeOperation(writer, { id: 'one', records: results(3, 'done'), place: null });
    const deleted = pool.query(`DELETE FROM operation WHERE id = 'one'`);
    await eventually('the deletion waits', async () => {
      const waiting = await pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.rowCount === 1;
    });
    await writer.query('COMMIT');
    await deleted;
  } finally {
    writer.release();
  }
  expect((await pool.query('SELECT FROM operation_record')).rowCount).toBe(0);
});
