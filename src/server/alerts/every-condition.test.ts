import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AlertCondition } from '#core/alerts/alert-rule.ts';
import { FigureName } from '#core/figures/figure.ts';
import { bucketOf } from '#core/figures/log-buckets.ts';
import type { VerifyReport } from '#core/ledger/verify-report.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { nowMicros } from '#lib/micros.ts';
import { type Api, type ApiFixture, apiFixture, twoTables } from '#testing/api-fixture.ts';
import { logger } from '../logger.ts';
import { AlertDuty } from './alert-duty.ts';

// Whatever a rule can be on, fires by what the store has of it, and is over when that is gone.

const workspace = 'main';
let fixture: ApiFixture;
let api: Api;
let pool: ReturnType<typeof storePool>;
let flowId: string;
let laneId: string;

beforeAll(async () => {
  fixture = await apiFixture('every_condition');
  pool = storePool(fixture.url, 'test alerts', 4);
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  const graph = twoTables('CRM and App', { left: ['crm', 'c'], right: ['app', 'p'], fields: [['id', 'id']] });
  ({ id: flowId } = await api.flow.create({ workspace, name: graph.name, graph }));
  laneId = `${flowId}:a-map-b`;
  const version = await fixture.services.prisma.flowVersion.create({
    data: { flowId, number: 1, graph: {}, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await fixture.services.prisma.deployment.create({
    data: { flowId, versionId: version.id, desired: 'running', desiredBy: 'x' },
  });
});
afterAll(async () => {
  await pool.end();
  await fixture.close();
});

/** A process that looks for the first time. */
const look = () =>
  new AlertDuty({
    ...{ holder: 'a', standsIn: false, pool, logger, secretKey: fixture.services.secretKey },
    publicUrl: 'http://localhost:4321',
    reachable: fixture.services.alertReach,
  }).look();

const incidents = async () => {
  const { incidents: found } = await api.alert.incidents({ workspace, limit: 100 });
  return found.filter(({ rule }) => rule.startsWith('on '));
};

/** One rule for each, named `on …`. */
async function ruleOn(conditions: Record<string, AlertCondition>): Promise<void> {
  const same = { workspace, severity: 'info', clearSeconds: 0, forSeconds: 0 } as const;
  for (const [name, condition] of Object.entries(conditions))
    await api.alert.saveRule({ ...same, name: `on ${name}`, condition, channelIds: [] });
}

/** One after the other: what goes with a rule goes by a foreign key, too. */
const clear = async (...tables: string[]) => {
  for (const table of tables) await fixture.query(`delete from ${table}`);
};

test('every figure', async () => {
  await api.figures.setTarget({ workspace, id: flowId, target: { withinMs: 2_000, share: 0.999 } });
  await fixture.query(
    `insert into lane_figure values ($1, 'left', date_trunc('minute', now()), 1, $2, 60, 60, 5, 1, 1, 1, 1, 1, 1,
       '{WRITE_FAILED}', '{2}', $3, '{5}', $4, '{5}')`,
    [laneId, flowId, [bucketOf(9_000)], [bucketOf(9_000)]],
  );
  await fixture.query(
    `insert into lane_depth values ($1, date_trunc('minute', now()), $2, 60, 4, 4, 4, 4, 4)`,
    [laneId, flowId],
  );
  await fixture.query(`insert into source_log values ($1, 'crm', date_trunc('minute', now()), 60, 4096)`, [
    flowId,
  ]);
  await verified(3);
  const above = { kind: 'figure', comparison: 'above', threshold: 0, clearAt: null, minutes: 5 } as const;
  await ruleOn(Object.fromEntries(FigureName.options.map((figure) => [figure, { ...above, figure }])));
  await look();
  const firing = await incidents();
  expect(firing.map(({ rule }) => rule).toSorted()).toEqual(
    FigureName.options.map((figure) => `on ${figure}`).toSorted(),
  );
  for (const { state, value, detail, rule } of firing) {
    expect(state, rule).toBe('firing');
    expect(value, rule).toBeGreaterThan(0);
    expect(detail, rule).toContain('CRM and App');
  }
  await clear('lane_figure', 'lane_depth', 'source_log', 'operation');
  await look();
  expect((await incidents()).filter(({ state }) => state !== 'resolved')).toEqual([]);
});

test('every other condition', async () => {
  await clear('alert_rule', 'alert_incident');
  await ruleOn({
    issue: { kind: 'issue', minutes: 60 },
    failures: { kind: 'failures', code: null, count: 1, minutes: 60 },
    'failures of a code': { kind: 'failures', code: 'WRITE_FAILED', count: 1, minutes: 60 },
    hold: { kind: 'hold', minutes: 10 },
    breaker: { kind: 'breaker' },
    drift: { kind: 'drift', stoppingOnly: true },
    'any drift': { kind: 'drift', stoppingOnly: false },
    failing: { kind: 'flow', state: 'failing' },
    paused: { kind: 'flow', state: 'paused' },
    verify: { kind: 'verify' },
    runner: { kind: 'runner', atLeast: 1 },
  });
  await fixture.query(
    `insert into pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts, since)
     select state, $1, $2, state, state, '{}', code, '', 0, now() at time zone 'utc' - interval '11 minutes'
     from (values ('held', 'CONFLICT_HELD'), ('parked', 'WRITE_FAILED')) as r(state, code)`,
    [flowId, laneId],
  );
  await fixture.query(
    `insert into issue (id, "workspaceId", "flowId", "laneId", kind, code, "firstSeen", "lastSeen", lines, records,
       sample, "stateAt") select 'i', "workspaceId", id, $2, 'failure', 'WRITE_FAILED', t, t, 1, 1, '{}', t
     from flow, (select now() at time zone 'utc' as t) as now where id = $1`,
    [flowId, laneId],
  );
  await fixture.query(
    `insert into breaker_trip ("flowId", "laneId", side, state, "trippedAt", until, body)
     values ($1, $2, 'left', 'tripped', 1, '0', '{"preview": {"reason": "Too many deletes."}}')`,
    [flowId, laneId],
  );
  await fixture.query(
    `insert into schema_drift (id, "flowId", "laneId", key, body) select severity, $1, $2, severity,
       json_build_object('title', 'A field is gone', 'severity', severity)
     from (values ('info'), ('stopped')) as d(severity)`,
    [flowId, laneId],
  );
  await verified(3);
  const error = { code: 'CONNECTION_REFUSED', message: 'secret', retryAt: null };
  const status = { phase: 'failing', version: 1, lanes: [], error, retained: {}, at: 1 };
  await fixture.query('update deployment set status = $1', [status]);
  await look();
  const firing = async () =>
    (await incidents()).filter(({ state }) => state === 'firing').map(({ rule }) => rule.slice(3));
  const running = [
    'any drift',
    'breaker',
    'drift',
    'failing',
    'failures',
    'failures of a code',
    'hold',
    'issue',
  ];
  expect((await firing()).toSorted()).toEqual([...running, 'runner', 'verify']);
  expect(JSON.stringify(await incidents())).not.toContain('secret');

  await clear('pending_record', 'issue', 'breaker_trip', 'schema_drift', 'operation');
  await fixture.query(`update deployment set status = null, desired = 'paused'`);
  await look();
  expect(await firing()).toEqual(['paused']);
  await fixture.query(`update deployment set desired = 'running'`);
  await fixture.runnerSeen();
  await look();
  expect(await firing()).toEqual([]);
});

/** A verify that has just found so many records to differ. */
async function verified(differing: number): Promise<void> {
  const counts = { checked: 10, differing, onlyLeft: 0, onlyRight: 0, inFlight: 0, pending: 0, samples: [] };
  const result: VerifyReport = {
    ...{ agreed: false, at: nowMicros() - 60e6, repair: null },
    lanes: [{ laneId, left: 'c', right: 'p', way: 'rows', why: null, ...counts }],
  };
  await fixture.query(
    `insert into operation (id, "workspaceId", "flowId", kind, state, input, result, "createdBy", "finishedAt")
     select gen_random_uuid(), "workspaceId", id, 'verify', 'done', '{}', $2, 'x', now() - interval '1 minute'
     from flow where id = $1`,
    [flowId, JSON.stringify(result)],
  );
}
