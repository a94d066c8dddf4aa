import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { LeaseStore, type RunnableFlow } from '#db/runner/lease-store.ts';
import { seal } from '#lib/secret-box.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import type { RunnerContext } from '../runner-context.ts';
import { FlowWorker } from './flow-worker.ts';

let flow: Awaited<ReturnType<typeof flowOnDatabases>> | null = null;
let worker: FlowWorker | null = null;
afterEach(async () => {
  await worker?.stop();
  await flow?.close();
  worker = null;
  flow = null;
});

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;

const lane = (direction: 'both' | 'backward') => ({
  left: 'public.l',
  right: 'public.r',
  mapping: {
    direction,
    match: [['id', 'id']],
    fields: ['id', 'a'].map((name) => ({ left: name, right: name })),
  },
});

/** A flow that has run, with what a runner needs to run it again. */
async function stoppedFlow(label: string) {
  flow = await flowOnDatabases(label, {
    leftSql: table('l'),
    rightSql: table('r'),
    lanes: [lane('both')],
  });
  const { left, right, pool, flowId } = flow;
  const secretKey = randomBytes(32);
  for (const [id, name, url] of [
    ['cl', 'left', left.url],
    ['cr', 'right', right.url],
  ] as const) {
    await pool.query(
      `INSERT INTO connection (id, "workspaceId", name, connector, config, secrets, "createdBy", "updatedAt")
       VALUES ($1, 'w', $2, 'postgres', '{}', $3, 't', now())`,
      [id, name, seal(secretKey, JSON.stringify({ url }), id)],
    );
  }
  await flow.start();
  await flow.stop();
  const context: RunnerContext = {
    runnerId: 'r',
    pool,
    leases: new LeaseStore(pool, 'r'),
    secretKey,
    code: createCodeRunner(),
    adminUrl: null,
    logWarningBytes: 3_000_000,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  };
  const runnable: Omit<RunnableFlow, 'desired' | 'epoch'> = {
    flowId,
    workspaceId: 'w',
    versionId: `${flowId}-1`,
    wantedAt: 0,
    continuousVerify: false,
    runnerId: 'r',
    free: false,
    holder: null,
  };
  return { flow, context, runnable, left };
}

test('[E8] a paused flow shows how much log each source holds back, and warns by size', async () => {
  const { context, runnable, left } = await stoppedFlow('held_log');
  await left.query(`SELECT pg_logical_emit_message(true, 'noise', repeat('x', 3000000))`);

  worker = new FlowWorker(context, { ...runnable, desired: 'paused', epoch: 9 }, 9);
  await eventually(
    'both sources are measured',
    () => Object.keys(worker?.status().retained ?? {}).length === 2,
  );
  const status = worker.status();
  expect(status.phase).toBe('paused');
  expect(status.retained.left).toBeGreaterThanOrEqual(3_000_000);
  expect(status.logWarnings).toContainEqual(
    expect.objectContaining({ connection: 'left', code: 'LOG_RETAINED', limit: null }),
  );
});

test('[E1] a runner that another one has shut out takes away no feed that the other may need', async () => {
  const { flow, context, runnable, left } = await stoppedFlow('feed_kept');
  await flow.redeploy([lane('backward')]);
  const slots = () =>
    left.query(`SELECT slot_name FROM pg_replication_slots WHERE database = current_database()`);
  expect(await slots()).toHaveLength(1);
  const epoch = await flow.takeLease();
  const run = (under: number) => {
    worker = new FlowWorker(
      context,
      { ...runnable, versionId: `${flow.flowId}-2`, desired: 'running', epoch: under },
      under,
    );
    return worker;
  };
  const late = run(epoch - 1);
  await eventually('it gives up', () => late.ended);
  expect(await slots()).toHaveLength(1);
  run(epoch);
  await eventually('who holds the flow takes it away', async () => (await slots()).length === 0);
});
