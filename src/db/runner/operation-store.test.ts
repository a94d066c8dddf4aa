import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testStore } from '#testing/test-store.ts';
import { OperationStore } from './operation-store.ts';
import { storePool } from './store-pool.ts';

let store: Awaited<ReturnType<typeof testStore>>;
let pool: Pool;
beforeAll(async () => {
  store = await testStore('operation_store');
  pool = storePool(store.url, 'test');
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
});
afterAll(async () => {
  await pool.end();
  await store.close();
});
beforeEach(async () => {
  await pool.query('DELETE FROM operation');
  await pool.query('DELETE FROM runner');
  await pool.query(
    `INSERT INTO runner (id, host, pid, "seenAt") VALUES ('a', '', 1, now()), ('b', '', 2, now())`,
  );
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", kind, input, "createdBy") VALUES ('o', 'w', 'bulk', '{}', 't')`,
  );
});

const stored = async () =>
  (await pool.query('SELECT state, "runnerId", progress, result, "pauseAsked" FROM operation')).rows[0];
/** A runner was not heard of for longer than it may be silent. */
const silent = (id: string) =>
  pool.query(`UPDATE runner SET "seenAt" = now() - interval '1 minute' WHERE id = $1`, [id]);

test('[E20] a runner that was silent for a while does not take once more what it has in hand', async () => {
  const one = new OperationStore(pool, 'a');
  expect(await one.take([])).toMatchObject({ id: 'o' });
  await silent('a');
  expect(await one.take(['o'])).toBeNull();
});

test('[E20] an operation that another runner has taken over is out of the hands of the one before', async () => {
  const [one, other] = [new OperationStore(pool, 'a'), new OperationStore(pool, 'b')];
  await one.take([]);
  await silent('a');
  expect(await other.take([])).toMatchObject({ id: 'o' });
  await other.progress('o', { done: 2 });
  const wish = await one.progress('o', { done: 1 });
  expect(wish).toMatchObject({ cancelAsked: true });
  await one.leave('o', 'queued');
  await one.finish('o', { state: 'cancelled', result: { done: 1 } });
  expect(await stored()).toMatchObject({
    state: 'running',
    runnerId: 'b',
    progress: { done: 2 },
    result: null,
  });
});

test('[E19] what was asked to pause and then cancelled does not rest: whoever takes it again knows, and ends it', async () => {
  const one = new OperationStore(pool, 'a');
  await one.take([]);
  await pool.query('UPDATE operation SET "pauseAsked" = true, "cancelAsked" = true');
  await one.leave('o', 'paused');
  expect(await stored()).toMatchObject({ state: 'queued', pauseAsked: false });
  expect(await one.take([])).toMatchObject({ id: 'o', cancelAsked: true });
});
