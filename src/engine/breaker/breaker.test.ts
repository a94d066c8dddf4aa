import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import { readTrips } from '#db/ledger/breaker-trips.ts';
import {
  eventually,
  type FlowOnDatabasesOptions,
  flowOnDatabases,
} from '#testing/engine/flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const table = (name: string) => `
  CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text);
  ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const filled = (name: string, rows: number) =>
  `${table(name)} INSERT INTO ${name} SELECT i, 'a' || i, 'b' || i FROM generate_series(1, ${rows}) i;`;
const fields = ['id', 'a', 'b'].map((name) => ({ left: name, right: name }));
const sketch = (conflict: object = {}, mapping: object = {}) => ({
  left: 'public.l',
  right: 'public.r',
  mapping: { match: [['id', 'id']], fields, ...mapping },
  conflict,
});

let flow: Flow | null = null;
let over = false;
let running: Promise<unknown> = Promise.resolve();

/** A flow whose first sync is through, and that is started again whenever its engine ends. */
async function start(label: string, options: Partial<FlowOnDatabasesOptions> = {}): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: filled('l', 20_000),
    rightSql: filled('r', 20_000),
    lanes: [sketch()],
    ...options,
  });
  await flow.start();
  await flow.stop();
  run(flow);
  return flow;
}
function run(started: Flow): void {
  over = false;
  running = started.keepRunning(() => over);
}
async function halt(): Promise<void> {
  over = true;
  await running;
}
afterEach(async () => {
  await halt();
  await flow?.close();
  flow = null;
});

const count = async (db: Flow['left'], name: string) =>
  (await db.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name}`))[0]?.n;
const ledgerOf = (started: Flow, where: string) =>
  started.store.query<{ status: string; code: string | null; n: number }>(
    `SELECT status, code, count(*)::int AS n FROM ledger_entry WHERE ${where} GROUP BY 1, 2 ORDER BY 1`,
  );
const tripOf = async (started: Flow): Promise<BreakerTrip | undefined> =>
  (await readTrips(started.pool, started.laneId()))[0];
async function tripped(started: Flow, holds: (trip: BreakerTrip) => boolean = () => true) {
  await eventually(
    'the breaker trips',
    async () => {
      const trip = await tripOf(started);
      return trip?.state === 'tripped' && trip.preview.complete && holds(trip);
    },
    60,
  );
  return (await tripOf(started)) as BreakerTrip;
}
async function decide(started: Flow, state: 'approved' | 'discarded'): Promise<void> {
  await started.pool.query(
    `UPDATE breaker_trip SET state = $1, "decidedBy" = 'Ada', "decidedAt" = 1 WHERE state = 'tripped'`,
    [state],
  );
  await started.engine.refreshPending();
}

describe('the breaker', () => {
  test('[E12] a mass delete stops the lane before its first record is written, and says what it was about to do', async () => {
    const started = await start('e12_trip');
    await started.left.query('DELETE FROM l WHERE id <= 5000');
    const trip = await tripped(started, ({ preview }) => preview.streams[0]?.delete === 5000);
    expect(trip).toMatchObject({ side: 'left', kinds: ['deletes'], decidedBy: null });
    expect(trip.preview.reason).toMatch(/5,000 deletes within 60 s .* 500 records and 10 % of the 20,000/);
    expect(trip.preview.transactionCount).toBe(1);
    expect(trip.preview.transactions).toMatchObject([{ changes: 5000 }]);
    expect(trip.preview.samples).toHaveLength(100);
    expect(trip.preview.samples[0]).toMatchObject({
      op: 'delete',
      before: { a: expect.stringMatching(/^a\d/) },
    });
    expect(await count(started.right, 'r')).toBe(20_000);
    expect(started.engine.status()[0]).toMatchObject({
      phase: 'tripped',
      breaker: [{ side: 'left', deletes: 5000, overwrites: 0 }],
    });
    // Neither a restart nor what follows on either side gets anything past it.
    await halt();
    run(started);
    await started.left.query(`INSERT INTO l VALUES (30001, 'later', 'b')`);
    await started.right.query(`INSERT INTO r VALUES (30002, 'other way', 'b')`);
    await eventually('the other way goes on', async () => (await count(started.left, 'l')) === 15_002);
    const again = await tripped(started, ({ preview }) => preview.streams[0]?.insert === 1);
    expect(again.trippedAt).toBe(trip.trippedAt);
    expect(await count(started.right, 'r')).toBe(20_001);
    expect(await ledgerOf(started, `op = 'delete'`)).toEqual([]);

    await decide(started, 'approved');
    await eventually(
      'what was approved arrives',
      async () => (await count(started.right, 'r')) === 15_002,
      60,
    );
    expect(await ledgerOf(started, `op = 'delete'`)).toEqual([{ status: 'applied', code: null, n: 5000 }]);
    // The counter starts anew: it takes another mass delete to trip it again.
    await started.left.query('DELETE FROM l WHERE id BETWEEN 5001 AND 5400');
    await eventually('a few are carried', async () => (await count(started.right, 'r')) === 14_602);
    await started.left.query('DELETE FROM l WHERE id BETWEEN 5401 AND 8000');
    await tripped(started, ({ trippedAt }) => trippedAt > trip.trippedAt);
    expect(await count(started.right, 'r')).toBe(14_602);
  }, 180_000);

  test('[E12] discarded deletes are put back on a two-way lane, with their lines in the ledger', async () => {
    const started = await start('e12_discard');
    await started.left.query('DELETE FROM l WHERE id > 15000');
    await started.left.query(`UPDATE l SET a = 'kept' WHERE id = 1`);
    await tripped(started, ({ preview }) => preview.streams[0]?.update === 1);
    await decide(started, 'discarded');
    await eventually('they come back', async () => (await count(started.left, 'l')) === 20_000, 90);
    await eventually('other changes pass', async () => {
      const [row] = await started.right.query('SELECT a FROM r WHERE id = 1');
      return row?.a === 'kept';
    });
    expect(await count(started.right, 'r')).toBe(20_000);
    const [row] = await started.left.query('SELECT a, b FROM l WHERE id = 17000');
    expect(row).toEqual({ a: 'a17000', b: 'b17000' });
    expect(await ledgerOf(started, `op = 'delete'`)).toEqual([
      { status: 'skipped', code: 'BREAKER_DISCARDED', n: 5000 },
    ]);
    await eventually('nothing is left open', async () => {
      const [open] = await started.store.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM pending_record',
      );
      return open?.n === 0;
    });
  }, 180_000);

  test('[E12] overwrites have a limit of their own, and discarded ones are undone', async () => {
    const limit = { breaker: { overwrites: 100, overwritesShare: 0, deletes: 'off' } };
    const started = await start('e12_overwrites', {
      leftSql: filled('l', 500),
      rightSql: filled('r', 500),
      lanes: [sketch(limit)],
    });
    await started.left.query(`UPDATE l SET a = 'x' WHERE id <= 100`);
    await eventually('within the limit', async () => {
      const [row] = await started.right.query(`SELECT count(*)::int AS n FROM r WHERE a = 'x'`);
      return row?.n === 100;
    });
    await started.left.query('DELETE FROM l WHERE id <= 50');
    await eventually('deletes are not counted', async () => (await count(started.right, 'r')) === 450);
    await started.left.query(`UPDATE l SET a = 'gone' WHERE id > 200`);
    const trip = await tripped(started);
    expect(trip.kinds).toEqual(['overwrites']);
    expect(trip.preview.samples[0]).toMatchObject({ op: 'update', after: { a: 'gone' } });
    await decide(started, 'discarded');
    await eventually('the left side is as it was', async () => {
      const [row] = await started.left.query(`SELECT count(*)::int AS n FROM l WHERE a = 'gone'`);
      return row?.n === 0;
    });
    const [row] = await started.right.query(`SELECT count(*)::int AS n FROM r WHERE a = 'gone'`);
    expect(row?.n).toBe(0);
  }, 120_000);

  test('[E12] a long transaction within the limits passes once it is known whole', async () => {
    const started = await start('e12_within', {
      leftSql: filled('l', 40_000),
      rightSql: filled('r', 40_000),
    });
    await started.left.query('DELETE FROM l WHERE id <= 3000');
    await eventually('it arrives', async () => (await count(started.right, 'r')) === 37_000, 60);
    expect((await tripOf(started))?.state).toBe('within');
    await started.left.query('DELETE FROM l WHERE id <= 6000');
    await tripped(started);
  }, 120_000);

  test('[E12] small traffic never trips', async () => {
    const started = await start('e12_small', {
      leftSql: filled('l', 600),
      rightSql: filled('r', 600),
    });
    for (let i = 0; i < 10; i += 1) {
      await started.left.query(`DELETE FROM l WHERE id BETWEEN ${i * 50 + 1} AND ${i * 50 + 50}`);
      await started.left.query(`UPDATE l SET a = 'v${i}'`);
    }
    await eventually('all is carried', async () => {
      const [row] = await started.right.query(`SELECT count(*)::int AS n FROM r WHERE a = 'v9'`);
      return row?.n === 100 && (await count(started.right, 'r')) === 100;
    });
    await sleep(100);
    expect(await tripOf(started)).toBeUndefined();
  }, 120_000);

  test('[E12] a lane whose breaker is off carries a mass delete', async () => {
    const started = await start('e12_off', { lanes: [sketch({ breaker: 'off' })] });
    await started.left.query('DELETE FROM l WHERE id > 1000');
    await eventually('all are carried', async () => (await count(started.right, 'r')) === 1000, 60);
    expect(await tripOf(started)).toBeUndefined();
  }, 120_000);

  test('[E12] a one-way lane that discards deletes leaves the target as it is', async () => {
    const started = await start('e12_oneway', { lanes: [sketch({}, { direction: 'forward' })] });
    await started.left.query('DELETE FROM l WHERE id > 10000');
    await tripped(started);
    await decide(started, 'discarded');
    await started.left.query(`INSERT INTO l VALUES (40000, 'new', 'b')`);
    await eventually('it goes on', async () => (await count(started.right, 'r')) === 20_001, 60);
    expect(await count(started.left, 'l')).toBe(10_001);
    expect(await ledgerOf(started, `op = 'delete'`)).toEqual([
      { status: 'skipped', code: 'BREAKER_DISCARDED', n: 10_000 },
    ]);
  }, 120_000);
});
