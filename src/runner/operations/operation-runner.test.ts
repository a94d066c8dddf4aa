import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { storePool } from '#db/runner/store-pool.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { testStore } from '#testing/test-store.ts';
import type { RunnerContext } from '../runner-context.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { OperationRunner } from './operation-runner.ts';

test('[E20] the end of an operation is written down as soon as the store answers again', {
  timeout: 60_000,
}, async () => {
  const store = await testStore('operation_end');
  const pool = storePool(store.url, 'test store');
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  await pool.query(
    `INSERT INTO runner (id, host, pid, "seenAt") VALUES ('here', '', 1, now() + interval '1 hour')`,
  );
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", kind, input, "createdBy") VALUES ('o', 'w', 'unheard of', '{}', 't')`,
  );
  let down = 2;
  const query = async (text: string, values: unknown[]) => {
    if (text.includes('"finishedAt"') && down-- > 0) throw new Error('Connection terminated unexpectedly');
    return pool.query(text, values);
  };
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const context = {
    runnerId: 'here',
    pool: { query } as unknown as Pool,
    logger: silent,
  } as unknown as RunnerContext;
  const runner = new OperationRunner(context, {} as Supervisor);
  runner.start();
  const stored = async () => (await pool.query('SELECT state, error FROM operation')).rows[0];
  await eventually('it has ended', async () => (await stored()).state === 'failed');
  expect(down).toBe(-1);
  expect((await stored()).error).toEqual({ code: 'INTERNAL', message: 'no operation of kind unheard of' });
  await runner.stop();
  await pool.end();
  await store.close();
});
