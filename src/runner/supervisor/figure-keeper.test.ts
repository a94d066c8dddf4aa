import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaneTally, noOutcomes } from '#core/figures/lane-tally.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { readTallies } from '#db/figures/read-tallies.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { testStore } from '#testing/test-store.ts';
import type { RunnerContext } from '../runner-context.ts';
import { FigureKeeper } from './figure-keeper.ts';
import type { FlowWorker } from './flow-worker.ts';

const MINUTE = 60_000;
const noon = Date.parse('2026-03-02T12:00:00Z');
let pool: pg.Pool;
let close: () => Promise<void>;

beforeAll(async () => {
  const store = await testStore('figure_keeper');
  pool = storePool(store.url, 'test');
  close = async () => {
    await pool.end();
    await store.close();
  };
  await pool.query(`INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`);
  await pool.query(
    `INSERT INTO flow (id, "workspaceId", name, draft, "draftBy", "draftDigest") VALUES ('f', 'w', 'f', '{}', 't', '')`,
  );
  await pool.query(
    `INSERT INTO flow_version (id, "flowId", number, graph, digest, lanes, message, "createdBy") VALUES ('v', 'f', 1, '{}', '', '[]', '', 't')`,
  );
  await pool.query(
    `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy", epoch) VALUES ('f', 'v', 'running', 't', 1)`,
  );
});
afterAll(() => close());

/** An engine of which only the count of applied changes is known. */
function engine() {
  let applied = 0;
  return {
    apply(count: number): void {
      applied += count;
    },
    takeTally(_lane: string, side: 'left' | 'right'): LaneTally {
      const count = side === 'left' ? applied : 0;
      if (side === 'left') applied = 0;
      return { outcomes: { ...noOutcomes(), applied: count }, errors: {}, lag: null, disagreement: null };
    },
  };
}

const lane = { laneId: 'f:a', pending: { reconcile: 0, held: 2, parked: 0 }, queued: { left: 3, right: 0 } };
const status = { lanes: [lane], retained: { crm: 4096 } } as unknown as FlowStatus;
const workerOf = (running: ReturnType<typeof engine> | null, epoch = 1) =>
  ({ flowId: 'f', epoch, running: running && { engine: running } }) as unknown as FlowWorker;
const keeperOn = (store: Pick<pg.Pool, 'query'>) => new FigureKeeper({ pool: store } as RunnerContext);

const steps = async (from: number) => {
  const window = { from: new Date(from), to: new Date(from + 5 * MINUTE) };
  const found = await readTallies(pool, { flowIds: ['f'] }, window, { byLane: false, seconds: 60 });
  return found.map(({ step, outcomes, seconds }) => [step, outcomes.applied, seconds]);
};

test('a minute holds what every engine counted in it; nothing is written while none runs', async () => {
  const keeper = keeperOn(pool);
  const [first, second] = [engine(), engine()];
  const look = (running: ReturnType<typeof engine> | null, after: number) =>
    keeper.keep([{ worker: workerOf(running), status }], noon + after);
  await look(first, 0);
  first.apply(5);
  await look(first, 20_000);
  // It ended with what nobody had asked for yet, and another one took over.
  first.apply(2);
  await look(null, 30_000);
  await look(second, 40_000);
  second.apply(1);
  await look(second, 50_000);
  expect(await steps(noon)).toEqual([[0, 8, 30]]);
  await look(null, 3 * MINUTE);
  expect(await steps(noon)).toEqual([[0, 8, 30]]);
});

test('a minute that the store did not take is kept until it does', async () => {
  let broken = false;
  const query = async (...args: [string, unknown[]]) => {
    if (broken) throw new Error('the store is away');
    return pool.query(...args);
  };
  const later = noon + 60 * MINUTE;
  const keeper = keeperOn({ query } as unknown as pg.Pool);
  const running = engine();
  const look = (after: number) => keeper.keep([{ worker: workerOf(running), status }], later + after);
  await look(0);
  running.apply(7);
  broken = true;
  await expect(look(30_000)).rejects.toThrow('the store is away');
  running.apply(1);
  await expect(look(MINUTE + 1_000)).rejects.toThrow('the store is away');
  broken = false;
  await look(MINUTE + 2_000);
  expect((await steps(later)).map(([step, applied]) => [step, applied])).toEqual([
    [0, 7],
    [1, 1],
  ]);
});

test('[E1] what is counted under a new lease in the minute of the one before is kept under its own', async () => {
  const later = noon + 120 * MINUTE;
  const keeper = keeperOn(pool);
  for (const [epoch, count] of [
    [1, 5],
    [2, 3],
  ] as const) {
    await pool.query('UPDATE deployment SET epoch = $1', [epoch]);
    const running = engine();
    running.apply(count);
    await keeper.keep([{ worker: workerOf(running, epoch), status }], later + epoch * 10_000);
  }
  expect((await steps(later)).map(([step, applied]) => [step, applied])).toEqual([[0, 8]]);
});

test('a clock that is set back a little takes nothing from a minute that is kept', async () => {
  const later = noon + 180 * MINUTE;
  const keeper = keeperOn(pool);
  const running = engine();
  for (const [after, count] of [
    [10_000, 5],
    [MINUTE + 1_000, 1],
    // Set back by three quarters of a minute.
    [20_000, 3],
    [MINUTE + 2_000, 2],
  ] as const) {
    running.apply(count);
    await keeper.keep([{ worker: workerOf(running, 2), status }], later + after);
  }
  expect((await steps(later)).map(([step, applied]) => [step, applied])).toEqual([
    [0, 5],
    [1, 6],
  ]);
});
