import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noOutcomes } from '#core/figures/lane-tally.ts';
import { bucketOf } from '#core/figures/log-buckets.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { MetricFlow } from '#db/metric-facts.ts';
import { toJson } from '#db/to-json.ts';
import { type ApiFixture, apiFixture } from '#testing/api-fixture.ts';
import { parsePrometheus } from '#testing/prometheus-text.ts';
import { FigureAccumulator } from './figure-accumulator.ts';
import { addFlowMetrics } from './flow-metrics.ts';
import { handleMetrics } from './handle-metrics.ts';
import { mayReadMetrics } from './may-read-metrics.ts';

let fixture: ApiFixture;
let flowId: string;
let laneId: string;
const name = 'CRM "and"\\App\nwith everything';

beforeAll(async () => {
  fixture = await apiFixture('metrics');
  const access = await fixture.workspace('main', await fixture.person('owner'));
  const { prisma } = fixture.services;
  const flow = await prisma.flow.create({
    data: { workspaceId: access.id, name, draft: {}, draftDigest: 'd', draftBy: 'x' },
  });
  flowId = flow.id;
  laneId = `${flowId}:a-map-b`;
  const side = (stream: string) => ({ connection: 'c', stream: { name: stream } });
  const lanes = [{ id: 'a-map-b', left: side('public.contacts'), right: side('public.people') }];
  const version = await prisma.flowVersion.create({
    data: { flowId, number: 1, graph: {}, digest: 'd', lanes, message: '', createdBy: 'x' },
  });
  await prisma.deployment.create({
    data: {
      flowId,
      versionId: version.id,
      desired: 'running',
      desiredBy: 'x',
      status: toJson(status()),
      statusAt: new Date(),
    },
  });
  await fixture.runnerSeen();
});
afterAll(() => fixture.close());

const way = {
  counts: { ...noOutcomes(), applied: 7, parked: 2 },
  ...{ rate: 0, lagP50: null, lagP99: null, lastChangeAt: null },
};
const oneLane: FlowStatus['lanes'][number] = {
  ...{
    laneId: '',
    mappingNodeId: 'map',
    conflictNodeId: null,
    leftNodeId: 'a',
    rightNodeId: 'b',
    edgeIds: [],
  },
  ...{ phase: 'live', forward: way, backward: way, firstSync: null, repair: null, breaker: [], clocks: null },
  pending: { reconcile: 0, held: 3, parked: 2 },
  queued: { left: 4, right: 0 },
};

function status(): FlowStatus {
  const lane = { ...oneLane, laneId };
  return {
    ...{ phase: 'live', version: 1, lanes: [lane], error: null, retained: { crm: 1_024 }, logWarnings: [] },
    ...{ continuousVerify: false, verified: null, at: 1 },
  };
}

/** A minute of the lane, so many minutes ago: nine changes of 90 ms, one of 4 s; two errors. */
const minute = (ago: number) =>
  fixture.query(
    `insert into lane_figure ("laneId", side, at, epoch, "flowId", span, seconds, applied, unchanged, resolved, held,
       failed, parked, skipped, "errorCodes", "errorCounts", "lagBuckets", "lagCounts", "disagreementBuckets",
       "disagreementCounts")
     values ($1, 'left', date_trunc('minute', now()) - make_interval(mins => $2), 1, $3, 60, 60, 9, 0, 0, 0, 0, 2, 0,
       '{UNIQUE_VIOLATION}', '{2}', $4, '{9,1}', '{}', '{}')`,
    [laneId, ago, flowId, [bucketOf(90), bucketOf(4_000)]],
  );

function scrape(
  headers: Record<string, string> = { 'x-forwarded-for': '127.0.0.1' },
  token: string | null = null,
) {
  const request = new Request('http://localhost/metrics', { headers });
  return handleMetrics(fixture.services, { token, addressesKnown: true }, request);
}

test('every line is valid, and tells of flows, lanes, alerts and the process', async () => {
  await fixture.as(await fixture.person('somebody')).session.whoami();
  const answer = await scrape();
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const families = parsePrometheus(await answer.text());
  const samples = (family: string) => families.get(family)?.samples ?? [];
  const of = { workspace: 'main', flow: 'CRM \\"and\\"\\\\App\\nwith everything' };
  const lane = { ...of, lane: 'public.contacts - public.people' };
  expect(samples('syncline_changes_total')).toContainEqual({
    name: 'syncline_changes_total',
    labels: { ...lane, side: 'left', outcome: 'applied' },
    value: 0,
  });
  expect(samples('syncline_flow_phase')).toMatchObject([{ labels: { ...of, phase: 'live' }, value: 1 }]);
  expect(samples('syncline_pending_records')).toContainEqual(
    expect.objectContaining({ labels: { ...lane, state: 'held' }, value: 3 }),
  );
  expect(samples('syncline_log_held_back_bytes')).toMatchObject([{ value: 1_024 }]);
  expect(samples('syncline_alerts_firing').map(({ value }) => value)).toEqual([0, 0, 0]);
  expect(samples('syncline_runners_alive')).toMatchObject([{ value: 1 }]);
  expect(samples('syncline_api_request_duration_seconds').map(({ labels }) => labels.procedure)).toContain(
    'session.whoami',
  );
  expect(families.has('process_cpu_seconds_total')).toBe(true);
  for (const [family, { type }] of families) {
    if (!family.startsWith('syncline_')) continue;
    expect(/_total$/.test(family), family).toBe(type === 'counter');
    if (type === 'histogram') expect(family).toMatch(/_seconds$/);
  }
});

test('what is counted grows with the minutes that runners keep, each once, and never falls', async () => {
  const { pool } = fixture.services;
  const figures = new FigureAccumulator(Date.now() - 10 * 60_000);
  await minute(5);
  await minute(0);
  const size = async () => (await figures.read(pool, [flowId])).get(laneId)?.lag.counts ?? [];
  // The minute that runs is told as far as it is; it is added for good when it has been over for a while.
  expect(await Promise.all([size(), size()])).toEqual([
    [18, 2],
    [18, 2],
  ]);
  const later = await figures.read(pool, [flowId], Date.now() + 3 * 60_000);
  expect(later.get(laneId)).toMatchObject({ lag: { counts: [18, 2] }, errors: { UNIQUE_VIOLATION: 4 } });
  fixture.services.figures = figures;
  const families = parsePrometheus(await (await scrape()).text());
  const lag = families.get('syncline_lag_seconds')?.samples ?? [];
  const at = (le: string) => lag.find(({ labels }) => labels.le === le)?.value;
  expect([at('0.05'), at('0.1'), at('2'), at('5'), at('+Inf')]).toEqual([0, 18, 18, 20, 20]);
  expect(families.get('syncline_errors_total')?.samples).toMatchObject([{ value: 4 }]);
  const changes = (text: string) =>
    parsePrometheus(text)
      .get('syncline_changes_total')
      ?.samples.find(({ labels }) => labels.side === 'left' && labels.outcome === 'applied')?.value;
  expect(changes(await (await scrape()).text())).toBe(18);
  // A line that was written again after a crash and came out otherwise takes its count back: the counter waits.
  const again = new FigureAccumulator(Date.now() - 10 * 60_000);
  await again.read(pool, [flowId]);
  await fixture.query(`update lane_figure set applied = -4 where at > now() - interval '2 minutes'`);
  await again.read(pool, [flowId], Date.now() + 3 * 60_000);
  fixture.services.figures = again;
  expect(changes(await (await scrape()).text())).toBe(18);
});

test('lanes and flows whose names are the same, or the same when they are cut, are series of their own', async () => {
  const long = 'x'.repeat(120);
  const twin = (flowName: string, id: string): MetricFlow => ({
    ...{ workspace: 'main', flowId: id, name: flowName, desired: 'running', age: 1 },
    status: { ...status(), lanes: ['m1', 'm2'].map((own) => ({ ...oneLane, laneId: `${id}:${own}` })) },
    lanes: new Map(['m1', 'm2'].map((own) => [`${id}:${own}`, 'public.a - public.b'])),
  });
  const flows = [twin(`${long}1`, 'flow-aaaaaaaa'), twin(`${long}2`, 'flow-bbbbbbbb')];
  const counted = {
    lag: { buckets: [bucketOf(90)], counts: [1] },
    disagreement: { buckets: [], counts: [] },
  };
  const outcomes = { left: noOutcomes(), right: noOutcomes() };
  const accumulated = new Map(
    flows.flatMap(({ lanes }) => [...lanes.keys()].map((id) => [id, { ...counted, errors: {}, outcomes }])),
  );
  const registry = new Registry();
  addFlowMetrics(registry, { flows, alerts: [], deliveries: [], runners: 1 }, accumulated);
  const lag = parsePrometheus(await registry.metrics()).get('syncline_lag_seconds')?.samples ?? [];
  const of = lag.filter(({ name: each }) => each.endsWith('_count'));
  expect(of).toHaveLength(4);
  expect(of[0]?.labels.lane).toBe('public.a - public.b (m1)');
});

test('only this machine reads without a token, and with one only who has it', async () => {
  expect((await scrape({})).status).toBe(403);
  expect((await scrape({ 'x-forwarded-for': '203.0.113.9, 127.0.0.1' })).status).toBe(403);
  expect((await scrape({ 'x-forwarded-for': '::ffff:127.0.0.1' })).status).toBe(200);
  const token = 'the-token';
  expect((await scrape({ 'x-forwarded-for': '127.0.0.1' }, token)).status).toBe(403);
  expect((await scrape({ authorization: 'Bearer another' }, token)).status).toBe(403);
  expect((await scrape({ authorization: `Bearer ${token}` }, token)).status).toBe(200);
  expect(mayReadMetrics({ token: null, addressesKnown: true }, null, ['10.0.0.1'])).toBe(false);
  // Where others can connect, a header may say whatever its sender likes.
  expect(mayReadMetrics({ token: null, addressesKnown: false }, null, ['127.0.0.1'])).toBe(false);
  expect(mayReadMetrics({ token, addressesKnown: false }, `Bearer ${token}`, [])).toBe(true);
});

test('the parser refuses what is not valid', () => {
  const typed = '# TYPE a gauge\n';
  expect(parsePrometheus(`${typed}a{b="c"} 1\na 2\n`).get('a')?.samples).toHaveLength(2);
  for (const wrong of [
    'a',
    'a{b=c} 1',
    'a{b="c} 1',
    'a 1\na 2',
    'b 1',
    'a one',
    '# TYPE a gauge',
    'a{b="c"d="e"} 1',
  ])
    expect(() => parsePrometheus(`${typed}${wrong}\n`), wrong).toThrow();
});
