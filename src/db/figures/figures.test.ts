import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Histogram, mergeHistograms, quantile } from '#core/figures/histogram.ts';
import { noOutcomes } from '#core/figures/lane-tally.ts';
import { bucketOf } from '#core/figures/log-buckets.ts';
import { testStore } from '#testing/test-store.ts';
import { rollUpFigures } from '../runner/roll-up-figures.ts';
import { storePool } from '../runner/store-pool.ts';
import { type FigureRow, writeFigures } from '../runner/write-figures.ts';
import { readBurns } from './read-burns.ts';
import { readDepths, readLogs } from './read-depths.ts';
import { readFigures } from './read-figures.ts';
import { readTallies } from './read-tallies.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const noon = new Date('2026-03-02T12:00:00Z').getTime();
const iso = (time: number) => new Date(time).toISOString();
const scope = { flowIds: ['f'] };
const whole = { byLane: false };

let pool: pg.Pool;
let close: () => Promise<void>;

beforeAll(async () => {
  const store = await testStore('figures');
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
    `INSERT INTO deployment ("flowId", "versionId", desired, "desiredBy", epoch) VALUES ('f', 'v', 'running', 't', 3)`,
  );
});

afterAll(() => close());

beforeEach(async () => {
  await pool.query('TRUNCATE lane_figure, lane_depth, source_log, flow_target, pending_record');
  await pool.query('UPDATE deployment SET epoch = 3');
});

const histogram = (...values: number[]): Histogram =>
  mergeHistograms([{ buckets: values.map(bucketOf), counts: values.map(() => 1) }]);

const row = (at: number, rest: Partial<FigureRow> = {}): FigureRow => ({
  laneId: 'f:a',
  side: 'left',
  at: iso(at),
  flowId: 'f',
  epoch: 3,
  seconds: 60,
  outcomes: { ...noOutcomes(), applied: 2 },
  errors: {},
  lag: histogram(10, 1_000),
  disagreement: histogram(20),
  ...rest,
});

const write = (...figures: FigureRow[]) => writeFigures(pool, { figures, depths: [], logs: [] });

test('percentiles of any range are those of all its changes, by flow and by lane', async () => {
  await write(
    row(noon, { lag: histogram(...Array(99).fill(10)) }),
    row(noon + MINUTE, { lag: histogram(5_000) }),
    row(noon + MINUTE, { laneId: 'f:b', side: 'right', lag: histogram(80) }),
    row(noon + 9 * MINUTE, { lag: histogram(90_000) }),
  );
  const window = { from: new Date(noon), to: new Date(noon + 5 * MINUTE) };
  const [flow] = await readFigures(pool, scope, window, whole);
  expect(flow?.values['lag.p50']).toBeCloseTo(10, 0);
  expect(flow?.values['lag.p99']).toBeCloseTo(80, -1);
  const lanes = await readFigures(pool, scope, window, { byLane: true });
  const p99 = lanes.map(({ laneId, values }) => [laneId, Math.round((values['lag.p99'] ?? 0) / 10)]);
  expect(p99).toEqual([
    ['f:a', 1],
    ['f:b', 8],
  ]);
});

test('[E1] a minute that is written again counts once; a restart in it adds to it; a stale runner adds nothing', async () => {
  await write(row(noon));
  await write(
    row(noon, { outcomes: { ...noOutcomes(), applied: 5 }, lag: histogram(10, 20, 30), seconds: 40 }),
  );
  await pool.query('UPDATE deployment SET epoch = 4');
  await write(row(noon, { epoch: 4, seconds: 15, errors: { WRITE_FAILED: 1 } }));
  await write(row(noon, { epoch: 3, outcomes: { ...noOutcomes(), applied: 1_000 } }));
  const [tally, ...rest] = await readTallies(
    pool,
    scope,
    { from: new Date(noon), to: new Date(noon + HOUR) },
    whole,
  );
  expect(rest).toEqual([]);
  expect(tally?.outcomes.applied).toBe(7);
  expect(tally?.errors).toEqual({ WRITE_FAILED: 1 });
  expect(tally?.lag).toEqual(histogram(10, 20, 30, 10, 1_000));
});

test('a time in which nothing ran is a gap, one in which nothing passed is not', async () => {
  const quiet = { outcomes: noOutcomes(), lag: histogram(), disagreement: histogram() };
  await write(row(noon), row(noon + MINUTE, quiet), row(noon + 7 * MINUTE));
  const window = { from: new Date(noon), to: new Date(noon + 10 * MINUTE) };
  const steps = await readTallies(pool, scope, window, { byLane: false, seconds: 60 });
  expect(steps.map(({ step, outcomes }) => [step, outcomes.applied])).toEqual([
    [0, 2],
    [1, 0],
    [7, 2],
  ]);
  const [figures] = await readFigures(pool, scope, window, whole);
  expect(figures?.values).toMatchObject({
    'running.share': 0.3,
    'changes.applied': 4,
    'changes.rate': 4 / 3,
  });
  // Of a window that is not over, the time that is over counts.
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  await write(
    ...[1, 2, 3, 4, 5].map((ago) => row(now - ago * MINUTE, quiet)),
    row(now, { ...quiet, seconds: 60 }),
  );
  const open = { from: new Date(now - 5 * MINUTE), to: new Date(now + HOUR) };
  const [running] = await readFigures(pool, scope, open, whole);
  expect(running?.values['running.share']).toBeGreaterThan(0.9);
  const before = { from: new Date(noon - HOUR), to: new Date(noon) };
  const [nothing] = await readFigures(pool, scope, before, whole);
  expect(nothing?.values).toMatchObject({ 'lag.p50': null, 'changes.rate': null, 'running.share': null });
});

test('minutes become hours after two days, and lose nothing that a range of hours can tell', async () => {
  const then = Math.floor(Date.now() / HOUR) * HOUR - 60 * HOUR;
  const minutes = Array.from({ length: 60 }, (_, minute) =>
    row(then + minute * MINUTE, { lag: histogram(minute + 1), errors: { CAST_FAILED: 1 } }),
  );
  const recent = row(Math.floor(Date.now() / MINUTE) * MINUTE - HOUR);
  await writeFigures(pool, {
    figures: [...minutes, recent],
    depths: [1, 9, 4].map((held, minute) => ({
      laneId: 'f:a',
      at: iso(then + minute * MINUTE),
      flowId: 'f',
      queuedLeft: 0,
      queuedRight: 7,
      reconcile: 0,
      held,
      parked: 0,
    })),
    logs: [5, 3].map((bytes, minute) => ({
      flowId: 'f',
      connection: 'crm',
      at: iso(then + minute * MINUTE),
      bytes,
    })),
  });
  const window = { from: new Date(then), to: new Date(then + HOUR) };
  const before = await readTallies(pool, scope, window, whole);
  await rollUpFigures(pool);
  // What a runner could only write later joins its hour.
  await write(row(then + 5 * MINUTE, { lag: histogram(3), seconds: 0 }));
  await rollUpFigures(pool);
  const kept = await pool.query('SELECT span, count(*)::int AS count FROM lane_figure GROUP BY 1 ORDER BY 1');
  expect(kept.rows).toEqual([
    { span: 60, count: 1 },
    { span: 3600, count: 1 },
  ]);
  const [after] = await readTallies(pool, scope, window, whole);
  expect(after?.outcomes.applied).toBe(122);
  expect(after?.seconds).toBe(3600);
  expect(after?.errors).toEqual({ CAST_FAILED: 60 });
  expect(after?.lag).toEqual(mergeHistograms([before[0]?.lag ?? histogram(), histogram(3)]));
  expect(quantile(after?.lag ?? histogram(), 0.5)).toBeCloseTo(30, 0);
  expect(await readDepths(pool, scope, window, whole)).toMatchObject([{ changes: 7, held: 9 }]);
  expect(await readLogs(pool, ['f'], window)).toMatchObject([{ connection: 'crm', bytes: 5 }]);
});

test('a target is burnt by records that took too long, and by those that are out of line for too long now', async () => {
  const now = new Date();
  const minute = Math.floor(now.getTime() / MINUTE) * MINUTE;
  await pool.query(
    `INSERT INTO flow_target ("flowId", "withinMs", share, "updatedBy", "updatedAt") VALUES ('f', 2000, 0.9, 't', now())`,
  );
  await write(
    row(minute - 5 * MINUTE, { disagreement: histogram(...Array(96).fill(100), 60_000, 3_000) }),
    row(minute - 26 * HOUR, { disagreement: histogram(...Array(100).fill(100)) }),
  );
  const pending = (id: string, since: Date | null) =>
    pool.query(
      `INSERT INTO pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts, since,
         "differsSince") VALUES ($1, 'f', 'f:a', $1, 'held', '{}', 'CONFLICT_HELD', '', 0, now(), $2)`,
      [id, since],
    );
  await pending('late', new Date(now.getTime() - 10_000));
  await pending('late since yesterday', new Date(now.getTime() - 20 * HOUR));
  await pending('not yet', new Date(now.getTime() - 1_000));
  await pending('since nobody knows when', null);
  const [found] = await readBurns(pool, ['f', 'another'], now);
  expect(found).toMatchObject({
    lateNow: 2,
    burn: {
      hour: { all: 99, late: 3 },
      day: { all: 100, late: 4 },
      month: { all: 200, late: 4 },
    },
  });
  expect(found?.burn.month.used).toBeCloseTo(0.2);
  expect(found?.burn.hour.rate).toBeCloseTo(3 / 99 / 0.1);
  const window = { from: new Date(minute - HOUR), to: now };
  const [figures] = await readFigures(pool, scope, window, whole);
  expect(figures?.values['target.burn-rate']).toBeCloseTo(3 / 99 / 0.1, 1);
  expect(figures?.values['target.budget-used']).toBeCloseTo(0.2);
});
