import type { Pool } from 'pg';
import { expect, test } from 'vitest';
import { storePool } from '#db/runner/store-pool.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { ledgerEntry, ledgerFixture } from '#testing/ledger-fixture.ts';
import { testStore } from '#testing/test-store.ts';
import type { RunnerContext } from '../runner-context.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { OperationRunner } from './operation-runner.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const runnerOf = (pool: Pool) =>
  new OperationRunner(
    { runnerId: 'here', pool, logger: silent } as unknown as RunnerContext,
    { worker: () => undefined } as unknown as Supervisor,
  );
const live = `INSERT INTO runner (id, host, pid, "seenAt") VALUES ('here', '', 1, now() + interval '1 hour')`;
const unheardOf = `INSERT INTO operation (id, "workspaceId", kind, input, "createdBy") VALUES ('o', 'w', 'unheard of', '{}', 't')`;

test('[E20] the end of an operation is written down as soon as the store answers again', {
  timeout: 60_000,
}, async () => {
  const store = await testStore('operation_end');
  const pool = storePool(store.url, 'test store');
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  await pool.query(live);
  await pool.query(unheardOf);
  let down = 2;
  const query = async (text: string, values: unknown[]) => {
    if (text.includes('"finishedAt"') && down-- > 0) throw new Error('Connection terminated unexpectedly');
    return pool.query(text, values);
  };
  const runner = runnerOf({ query } as unknown as Pool);
  runner.start();
  const stored = async () => (await pool.query('SELECT state, error FROM operation')).rows[0];
  await eventually('it has ended', async () => (await stored()).state === 'failed');
  expect(down).toBe(-1);
  expect((await stored()).error).toEqual({ code: 'INTERNAL', message: 'no operation of kind unheard of' });
  await runner.stop();
  await pool.end();
  await store.close();
});

test('[E19] actions that wait for their flow keep no other work from beginning', {
  timeout: 60_000,
}, async () => {
  const { pool, close } = await waitingActions('operation_waits', 6);
  await pool.query(unheardOf);
  const runner = runnerOf(pool);
  runner.start();
  const stored = async (where: string) =>
    (await pool.query(`SELECT state, progress->>'waiting' AS waiting FROM operation WHERE ${where}`)).rows;
  await eventually('all of them have begun', async () => (await stored(`state = 'queued'`)).length === 0);
  await eventually('the other one ends', async () => (await stored(`id = 'o'`))[0]?.state === 'failed');
  await eventually('each says why', async () =>
    (await stored(`kind = 'bulk'`)).every(({ waiting }) => waiting === 'The flow does not run.'),
  );
  await runner.stop();
  await close();
});

test('[E19] an action that waits for its flow is left to another runner once that one has taken the flow', {
  timeout: 60_000,
}, async () => {
  const { pool, close } = await waitingActions('operation_moved', 1);
  const runner = runnerOf(pool);
  runner.start();
  const stored = async () => (await pool.query('SELECT state, "runnerId" FROM operation')).rows[0];
  await eventually('it has begun', async () => (await stored()).state === 'running');
  await pool.query(
    `UPDATE deployment SET "runnerId" = 'there', "leaseExpiresAt" = now() + interval '1 hour'`,
  );
  await eventually('it is left', async () => (await stored()).state === 'queued', 20);
  expect((await stored()).runnerId).toBeNull();
  await runner.stop();
  await close();
});

/** So many actions on a flow that does not run. */
async function waitingActions(name: string, count: number) {
  const fixture = await ledgerFixture(name);
  const { pool, lanes, lease } = fixture;
  await lanes.commit(lease, { entries: [ledgerEntry()] });
  const connection = { connection: 'x' };
  await pool.query('UPDATE flow_version SET lanes = $1', [
    JSON.stringify([{ id: 'l-m-r', left: connection, right: connection }]),
  ]);
  await pool.query(live);
  const input = {
    ...{ flowId: 'f', action: { kind: 'replay' }, asked: {}, version: 1, dryRun: true },
    selection: { filter: { flowId: 'f' }, asOf: '1000' },
  };
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, "createdBy")
     SELECT 'b' || i, 'w', 'f', 'bulk', $1, 't' FROM generate_series(1, $2::int) i`,
    [input, count],
  );
  return fixture;
}
