import { randomBytes } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { LeaseStore } from '#db/runner/lease-store.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { ledgerStore } from '#testing/ledger-store.ts';
import { FlowWorker } from './flow-worker.ts';
import { Supervisor } from './supervisor.ts';

let undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const step of undo.toReversed()) await step();
  undo = [];
});

/** A supervisor that holds these flows, all of them paused. */
async function holding(flowIds: string[]) {
  const { pool, close } = await ledgerStore('supervisor', flowIds);
  undo.push(close);
  await pool.query(`UPDATE deployment SET desired = 'paused'`);
  const code = createCodeRunner();
  undo.push(() => code.close());
  const supervisor = new Supervisor({
    ...{ runnerId: 'r', pool, leases: new LeaseStore(pool, 'r'), secretKey: randomBytes(32), code },
    ...{ adminUrl: null, logWarningBytes: 1, logger: { debug() {}, info() {}, warn() {}, error() {} } },
  });
  undo.push(() => supervisor.stop());
  supervisor.start();
  await eventually('all are held', () => supervisor.state.flows === flowIds.length);
  return { supervisor, pool };
}

test('[E1] a flow that does not come to an end keeps no other one from being held', async () => {
  const { supervisor, pool } = await holding(['stuck', 'sound']);
  const ends = Promise.withResolvers<void>();
  const stop = FlowWorker.prototype.stop;
  vi.spyOn(FlowWorker.prototype, 'stop').mockImplementation(async function (this: FlowWorker) {
    if (this.flowId === 'stuck') await ends.promise;
    await stop.call(this);
  });
  undo.push(async () => ends.resolve());
  // Another runner has it.
  await pool.query(
    `UPDATE deployment SET "runnerId" = 'other', epoch = epoch + 1, "leaseExpiresAt" = now() + interval '15 seconds'
     WHERE "flowId" = 'stuck'`,
  );
  await eventually('it is let go of', () => supervisor.state.flows === 1);
  const renewals = async () => {
    const { rows } = await pool.query<{ at: Date }>(
      `SELECT "leaseExpiresAt" AS at FROM deployment WHERE "flowId" = 'sound'`,
    );
    return rows[0]?.at.getTime() ?? 0;
  };
  for (const _ of ['once', 'and again']) {
    const last = await renewals();
    await eventually('the other one is renewed', async () => (await renewals()) > last, 20);
  }
  // It is free, and not taken while something of it still runs here.
  await pool.query(`UPDATE deployment SET "runnerId" = NULL WHERE "flowId" = 'stuck'`);
  const last = await renewals();
  await eventually('it was looked at', async () => (await renewals()) > last + 1_000, 20);
  expect(supervisor.state.flows).toBe(1);
  ends.resolve();
  await eventually('it is taken up again', () => supervisor.state.flows === 2);
});

test('decisions that could not be read are read again, and all of them when somebody may have missed some', async () => {
  const { supervisor } = await holding(['a', 'b']);
  const read: string[] = [];
  vi.spyOn(FlowWorker.prototype, 'refresh').mockImplementation(async function (this: FlowWorker) {
    read.push(this.flowId);
    if (read.length === 1) throw new Error('the store is away');
  });
  supervisor.readDecisions('a');
  await eventually('it is read again', () => read.length === 2);
  supervisor.readAllDecisions();
  await eventually('both are read', () => read.length === 4);
  expect([read.slice(0, 2), read.slice(2).sort()]).toEqual([
    ['a', 'a'],
    ['a', 'b'],
  ]);
});
