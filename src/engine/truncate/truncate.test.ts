import { afterEach, describe, expect, test } from 'vitest';
import { readTrips } from '#db/ledger/breaker-trips.ts';
import {
  eventually,
  type FlowOnDatabasesOptions,
  flowOnDatabases,
} from '#testing/engine/flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

const filled = (name: string, rows: number) => `
  CREATE TABLE ${name} (id int PRIMARY KEY, a text);
  ALTER TABLE ${name} REPLICA IDENTITY FULL;
  INSERT INTO ${name} SELECT i, 'a' || i FROM generate_series(1, ${rows}) i;`;
const fields = ['id', 'a'].map((name) => ({ left: name, right: name }));
const sketch = (conflict: object = {}, mapping: object = {}) => ({
  left: 'public.l',
  right: 'public.r',
  mapping: { match: [['id', 'id']], fields, ...mapping },
  conflict,
});

let flow: Flow | null = null;
let over = false;
let running: Promise<unknown> = Promise.resolve();
afterEach(async () => {
  over = true;
  await running;
  await flow?.close();
  flow = null;
});

async function start(
  label: string,
  rows: number,
  options: Partial<FlowOnDatabasesOptions> = {},
): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: filled('l', rows),
    rightSql: filled('r', rows),
    lanes: [sketch()],
    ...options,
  });
  await flow.start();
  await flow.stop();
  return flow;
}
function run(started: Flow): void {
  over = false;
  running = started.keepRunning(() => over);
}

const idsOf = async (db: Flow['left'], name: string) =>
  (await db.query<{ id: number }>(`SELECT id FROM ${name} ORDER BY id`)).map(({ id }) => id);
const linesOf = (started: Flow) =>
  started.store.query(
    `SELECT op, status, code, count(*)::int AS n FROM ledger_entry GROUP BY 1, 2, 3 ORDER BY 1, 2`,
  );
const carried = (started: Flow) =>
  eventually('the truncation is carried', async () => {
    const [state] = await started.store.query(`SELECT truncations FROM lane_state`);
    return JSON.stringify(state?.truncations) === '{}';
  });
async function tripOf(started: Flow) {
  await eventually(
    'the breaker trips',
    async () => (await readTrips(started.pool, started.laneId()))[0]?.state === 'tripped',
  );
  return (await readTrips(started.pool, started.laneId()))[0];
}
async function decide(started: Flow, state: 'approved' | 'discarded'): Promise<void> {
  await started.pool.query(`UPDATE breaker_trip SET state = $1, "decidedBy" = 'Ada', "decidedAt" = 1`, [
    state,
  ]);
  await started.engine.refreshPending();
}

describe('a truncation', () => {
  test('[E11] deletes what the other side still has, record by record, with a line for each', async () => {
    const started = await start('truncate', 300);
    run(started);
    await started.right.query(`INSERT INTO r VALUES (1000, 'right')`);
    await eventually('it is carried', async () => (await idsOf(started.left, 'l')).length === 301);
    await started.left.query('TRUNCATE l');
    await eventually('the right is empty', async () => (await idsOf(started.right, 'r')).length === 0);
    await carried(started);
    expect(await linesOf(started)).toEqual([
      { op: 'delete', status: 'applied', code: null, n: 301 },
      { op: 'insert', status: 'applied', code: null, n: 1 },
      { op: 'truncate', status: 'applied', code: null, n: 1 },
    ]);
    await started.right.query(`INSERT INTO r VALUES (7, 'new')`);
    await eventually('both ways go on', async () => (await idsOf(started.left, 'l')).includes(7));
  }, 90_000);

  test('[E11] with rows made anew in its transaction replaces the old ones, and is no conflict', async () => {
    const started = await start('truncate_reload', 300, { lanes: [sketch({ rule: { kind: 'hold' } })] });
    run(started);
    await started.left.query(
      `BEGIN; TRUNCATE l; INSERT INTO l SELECT i, 'new' || i FROM generate_series(1, 200) i; COMMIT`,
    );
    const expected = `SELECT count(*)::int AS n FROM r WHERE a = 'new' || id`;
    await eventually('the new rows', async () => (await started.right.query(expected))[0]?.n === 200);
    await eventually('the old ones go', async () => (await idsOf(started.right, 'r')).length === 200);
    await carried(started);
    await eventually('nothing is held', async () => {
      const [row] = await started.store.query(`SELECT count(*)::int AS n FROM pending_record`);
      return row?.n === 0;
    });
  }, 90_000);

  test('[E11] against a change of the other side goes by the rule for that, on either direction', async () => {
    const started = await start('truncate_against', 50);
    await started.right.query('TRUNCATE r');
    await started.left.query(`UPDATE l SET a = 'changed' WHERE id = 1; INSERT INTO l VALUES (60, 'made')`);
    run(started);
    await eventually('what was changed stays', async () => {
      const sides = [await idsOf(started.left, 'l'), await idsOf(started.right, 'r')];
      return (
        JSON.stringify(sides) ===
        JSON.stringify([
          [1, 60],
          [1, 60],
        ])
      );
    });
  }, 90_000);

  test('[E11] goes on where it was after a restart', async () => {
    const started = await start('truncate_restart', 300);
    await started.left.query('TRUNCATE l');
    await started.start();
    await eventually('it is noted', async () => {
      const [row] = await started.store.query(
        `SELECT count(*)::int AS n FROM ledger_entry WHERE op = 'truncate'`,
      );
      return row?.n === 1;
    });
    await started.stop();
    run(started);
    await eventually('the right is empty', async () => (await idsOf(started.right, 'r')).length === 0);
    await carried(started);
  }, 90_000);

  test('[E11] is not carried where deletes are ignored', async () => {
    const started = await start('truncate_ignored', 50, {
      lanes: [sketch({ deletes: { carry: 'backward' } })],
    });
    run(started);
    await started.left.query(`TRUNCATE l; INSERT INTO l VALUES (90, 'x')`);
    await eventually('what follows is carried', async () => (await idsOf(started.right, 'r')).length === 51);
    expect(await linesOf(started)).toContainEqual({
      op: 'truncate',
      status: 'skipped',
      code: 'TRUNCATE_IGNORED',
      n: 1,
    });
  }, 90_000);

  test('[E11] on a one-way lane deletes on its target', async () => {
    const started = await start('truncate_oneway', 50, { lanes: [sketch({}, { direction: 'forward' })] });
    run(started);
    await started.left.query(`TRUNCATE l; INSERT INTO l VALUES (3, 'x')`);
    await eventually(
      'only the new one',
      async () => JSON.stringify(await idsOf(started.right, 'r')) === '[3]',
    );
  }, 90_000);

  test('[E12] counts as a delete of everything: it trips the breaker, and is approved', async () => {
    const started = await start('truncate_approved', 20_000);
    run(started);
    await started.left.query('TRUNCATE l');
    const trip = await tripOf(started);
    expect(trip?.preview).toMatchObject({ truncated: 20_000, streams: [{ truncate: 1 }] });
    expect(trip?.preview.reason).toContain('20,000 deletes');
    expect((await idsOf(started.right, 'r')).length).toBe(20_000);
    await decide(started, 'approved');
    await eventually('it is carried', async () => (await idsOf(started.right, 'r')).length === 0, 60);
  }, 120_000);

  test('[E12] that is discarded is undone: the records come back where they were', async () => {
    const started = await start('truncate_discarded', 5_000);
    run(started);
    await started.left.query('TRUNCATE l');
    await tripOf(started);
    await decide(started, 'discarded');
    await eventually('they come back', async () => (await idsOf(started.left, 'l')).length === 5_000, 60);
    expect((await idsOf(started.right, 'r')).length).toBe(5_000);
    expect(await linesOf(started)).toContainEqual({
      op: 'truncate',
      status: 'skipped',
      code: 'BREAKER_DISCARDED',
      n: 1,
    });
  }, 120_000);
});
