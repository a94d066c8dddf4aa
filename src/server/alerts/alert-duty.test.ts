import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AlertRuleBody } from '#core/alerts/alert-rule.ts';
import { bucketOf } from '#core/figures/log-buckets.ts';
import { deliveryQueue } from '#db/alerts/delivery-queue.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { alertReceiver, isSigned } from '#testing/alert-receiver.ts';
import { type Api, type ApiFixture, apiFixture, twoTables } from '#testing/api-fixture.ts';
import { logger } from '../logger.ts';
import { AlertDuty } from './alert-duty.ts';
import { sendDueDeliveries } from './delivery-sender.ts';

const workspace = 'main';
let fixture: ApiFixture;
let api: Api;
let flowId: string;
let receiver: Awaited<ReturnType<typeof alertReceiver>>;
let pool: ReturnType<typeof storePool>;

beforeAll(async () => {
  fixture = await apiFixture('alert_duty');
  pool = storePool(fixture.url, 'test alerts', 6);
  receiver = await alertReceiver();
  runner = duty('a');
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  const graph = twoTables('CRM and App', { left: ['crm', 'c'], right: ['app', 'p'], fields: [['id', 'id']] });
  ({ id: flowId } = await api.flow.create({ workspace, name: graph.name, graph }));
});
afterAll(async () => {
  await pool.end();
  await receiver.close();
  await fixture.close();
});
beforeEach(async () => {
  receiver.received.length = 0;
  await fixture.query(
    'truncate alert_rule, alert_channel, alert_incident, alert_notice, alert_delivery, alert_lease',
  );
  await fixture.query('delete from pending_record');
});

const duty = (holder: string, standsIn = false) =>
  new AlertDuty({
    ...{ holder, standsIn, pool, logger, secretKey: fixture.services.secretKey },
    publicUrl: 'http://localhost:4321',
    reachable: fixture.services.alertReach,
  });
let runner: AlertDuty;

/** One look and what is due of it. */
async function look(): Promise<void> {
  await runner.look();
  await runner.deliver();
}

/** What came lately counts as long ago, so that the next is not put together with it. */
const rested = () => fixture.query(`update alert_delivery set "createdAt" = "createdAt" - interval '1 hour'`);
const channel = (more: object = {}) =>
  api.alert.saveChannel({
    workspace,
    name: 'hook',
    kind: 'webhook',
    settings: { url: receiver.url },
    ...more,
  });
const rule = (
  channelIds: string[],
  more: Partial<AlertRuleBody> & { id?: string } = {},
  name = 'Held too long',
) =>
  api.alert.saveRule({
    ...{ workspace, name, channelIds, severity: 'warning', clearSeconds: 0, message: 'Ask Ann.' },
    condition: { kind: 'hold', minutes: 10 },
    ...more,
  });

async function hold(laneId = `${flowId}:a-map-b`): Promise<void> {
  await fixture.query(
    `insert into pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts, since)
     values (gen_random_uuid(), $1, $2, '["ann@x.test"]', 'held', '{}', 'CONFLICT_HELD', 'ann@x.test', 0,
       now() at time zone 'utc' - interval '11 minutes')`,
    [flowId, laneId],
  );
}

test('a held record fires once, signed and without values; reminds, and tells when it is over', async () => {
  const { id, signingSecret } = await channel();
  const { id: ruleId } = await rule([id], { remindMinutes: 5 });
  await look();
  expect(receiver.received).toEqual([]);
  await hold();
  await look();
  await look();
  expect(receiver.received).toHaveLength(1);
  const [first] = receiver.received;
  if (!first || !signingSecret) throw new Error('nothing came');
  expect(isSigned(signingSecret, first)).toBe(true);
  expect(isSigned(signingSecret, { ...first, body: `${first.body} ` })).toBe(false);
  expect(isSigned(signingSecret, first, Date.now() + 600_000)).toBe(false);
  expect(first.json).toMatchObject({
    type: 'syncline.alert',
    title: 'Firing: Held too long – CRM and App (warning)',
    workspace: { slug: workspace },
    alerts: [{ event: 'fired', flow: { name: 'CRM and App' }, message: 'Ask Ann.', severity: 'warning' }],
  });
  expect(first.body).not.toContain('ann@x.test');
  expect(await api.alert.summary({ workspace })).toEqual({ open: 1, acknowledged: 0, critical: 0 });

  await rested();
  await fixture.query(`update alert_incident set "toldAt" = "toldAt" - interval '6 minutes'`);
  await look();
  expect(receiver.received[1]?.json).toMatchObject({ alerts: [{ event: 'reminded' }] });

  await rested();
  await fixture.query('delete from pending_record');
  await look();
  expect(receiver.received).toHaveLength(3);
  expect(receiver.received[2]?.json).toMatchObject({ alerts: [{ event: 'resolved' }] });
  const { incidents } = await api.alert.incidents({ workspace, filter: { ruleId } });
  expect(incidents).toMatchObject([{ state: 'resolved', flowName: 'CRM and App' }]);
  expect(incidents[0]?.timeline.map(({ kind }) => kind)).toEqual(['began', 'fired', 'reminded', 'resolved']);
  expect(await api.alert.summary({ workspace })).toEqual({ open: 0, acknowledged: 0, critical: 0 });
});

test('one process evaluates at a time; the next takes over where it leaves or its lease runs out', async () => {
  const other = duty('b');
  await runner.look();
  await other.look();
  expect(await fixture.query('select holder, epoch from alert_lease')).toEqual([{ holder: 'a', epoch: '1' }]);
  await fixture.query(`update alert_lease set "expiresAt" = now() at time zone 'utc' - interval '1 second'`);
  await other.look();
  expect(await fixture.query('select holder, epoch from alert_lease')).toEqual([{ holder: 'b', epoch: '2' }]);
  await runner.look();
  expect(await fixture.query('select holder from alert_lease')).toEqual([{ holder: 'b' }]);
  await other.stop();
  // Both at once, many times, and a thing is found once.
  const { id } = await channel();
  await rule([id]);
  await hold();
  await Promise.all([runner, other, runner, other, runner, other].map((one) => one.look()));
  expect(await fixture.query('select 1 from alert_incident')).toHaveLength(1);
});

test('the web part stands in only while no runner is alive, and says so', async () => {
  const web = duty('web', true);
  await fixture.runnerSeen();
  await web.look();
  expect(await fixture.query('select 1 from alert_lease')).toEqual([]);
  await fixture.query(`update runner set "seenAt" = now() - interval '1 minute'`);
  const version = await fixture.services.prisma.flowVersion.create({
    data: { flowId, number: 1, graph: {}, digest: 'd', lanes: [], message: '', createdBy: 'x' },
  });
  await fixture.services.prisma.deployment.create({
    data: { flowId, versionId: version.id, desired: 'running', desiredBy: 'x' },
  });
  const { id } = await channel();
  await rule([id], { condition: { kind: 'runner', atLeast: 1 } }, 'No runner');
  await web.look();
  await web.deliver();
  expect(receiver.received[0]?.json).toMatchObject({
    alerts: [{ rule: 'No runner', detail: 'No runner is alive: nothing is being synced.' }],
  });
});

test('a figure of the last minutes fires where it is beyond its limit', async () => {
  const above = { comparison: 'above', threshold: 2_000, clearAt: null, minutes: 5 } as const;
  await rule([], { condition: { kind: 'figure', figure: 'lag.p99', ...above } }, 'Lag');
  await fixture.query(
    `insert into lane_figure ("laneId", side, at, epoch, "flowId", span, seconds, applied, unchanged, resolved, held,
       failed, parked, skipped, "errorCodes", "errorCounts", "lagBuckets", "lagCounts", "disagreementBuckets",
       "disagreementCounts")
     values ($1, 'left', date_trunc('minute', now()), 1, $2, 60, 30, 9, 0, 0, 0, 0, 0, 0, '{}', '{}', $3, '{9}', '{}', '{}')`,
    [`${flowId}:a-map-b`, flowId, [bucketOf(9_000)]],
  );
  await duty('a').look();
  const { incidents } = await api.alert.incidents({ workspace });
  expect(incidents).toMatchObject([{ rule: 'Lag', state: 'firing' }]);
  expect(incidents[0]?.value).toBeGreaterThan(8_000);
});

test('what fires at once, or soon after, is told together', async () => {
  const { id } = await channel();
  await rule([id]);
  for (let lane = 0; lane < 25; lane += 1) await hold(`${flowId}:lane-${lane}`);
  await look();
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]?.json).toMatchObject({ type: 'syncline.group', more: 5 });
  await hold(`${flowId}:lane-25`);
  await look();
  await hold(`${flowId}:lane-26`);
  await look();
  expect(receiver.received).toHaveLength(1);
  await rested();
  await look();
  expect(receiver.received[1]?.json).toMatchObject({ alerts: [{}, {}], more: 0 });
});

test('quiet hours hold back all but what is let through, and end with a digest', async () => {
  const always = {
    timeZone: 'UTC',
    days: [1, 2, 3, 4, 5, 6, 7],
    from: '00:00',
    to: '00:00',
    letThrough: ['critical' as const],
  };
  const { id } = await channel({ quietHours: always });
  await rule([id]);
  await rule([id], { severity: 'critical' }, 'Held, and that is bad');
  await hold();
  await look();
  expect(receiver.received.map(({ json }) => json)).toMatchObject([
    { type: 'syncline.alert', alerts: [{ rule: 'Held, and that is bad' }] },
  ]);
  await rested();
  await channel({ id, settings: {}, quietHours: null });
  await look();
  expect(receiver.received[1]?.json).toMatchObject({
    type: 'syncline.digest',
    title: '1 firing from quiet hours: Held too long – main',
    alerts: [{ rule: 'Held too long' }],
  });
});

test('a failed attempt is made again later under the same id, at last it is given up, and a person may try anew', async () => {
  const { id } = await channel();
  await rule([id]);
  await hold();
  receiver.reply(
    { status: 503, body: 'not now', headers: { 'retry-after': '3600' } },
    { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
  );
  await look();
  const list = async () => (await api.alert.deliveries({ workspace })).deliveries;
  expect(await list()).toMatchObject([
    { state: 'queued', attempts: 1, log: [{ ok: false, status: 503, answer: 'not now' }] },
  ]);
  // It asked to be left alone for an hour.
  expect(Number((await list())[0]?.nextAttemptAt)).toBeGreaterThan(Date.now() + 3_000_000);
  await look();
  expect(receiver.received).toHaveLength(1);
  const now = () => fixture.query(`update alert_delivery set "nextAttemptAt" = now() at time zone 'utc'`);
  await now();
  await look();
  expect((await list())[0]?.log[1]).toMatchObject({ ok: false, status: 302 });
  expect((await list())[0]?.log[1]?.answer).toContain('Redirects are not followed');
  const ids = receiver.received.map(({ headers }) => [headers['webhook-id'], headers['webhook-attempt']]);
  expect(ids).toEqual([
    [ids[0]?.[0], '1'],
    [ids[0]?.[0], '2'],
  ]);
  await fixture.query('update alert_delivery set "lastAttempt" = 3');
  receiver.reply({ status: 500 });
  await now();
  await look();
  expect(await list()).toMatchObject([{ state: 'dead', attempts: 3, nextAttemptAt: null }]);
  await look();
  expect(receiver.received).toHaveLength(3);
  const [dead] = await list();
  const again = () => api.alert.redeliver({ workspace, id: dead?.id ?? '' });
  await again();
  // One that is gone for good is not tried again; any answer can be kept.
  receiver.reply({ status: 410, body: `\u0000${'\u{1f600}'.repeat(400)}` });
  await look();
  expect(await list()).toMatchObject([{ state: 'dead', attempts: 4 }]);
  await again();
  await look();
  expect(await list()).toMatchObject([{ state: 'delivered', attempts: 5 }]);
  expect((await api.activity.list({ workspace })).events[0]).toMatchObject({ action: 'alert.redeliver' });
});

test('a delivery whose process died is made by another, and one that two reach for goes to one', async () => {
  const { id } = await channel();
  await rule([id]);
  await hold();
  await runner.look();
  const [claimed] = await deliveryQueue.claim(pool, 4);
  expect(claimed?.attempt).toBe(1);
  await look();
  expect(receiver.received).toEqual([]);
  await fixture.query(
    `update alert_delivery set "claimedUntil" = now() at time zone 'utc' - interval '1 second'`,
  );
  const context = {
    ...{ pool, logger, secretKey: fixture.services.secretKey },
    reachable: fixture.services.alertReach,
  };
  await Promise.all([1, 2, 3, 4].map(() => sendDueDeliveries(context)));
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]?.headers['webhook-id']).toBe(claimed?.id);
  // The one that was thought dead comes back: its word counts no more.
  if (!claimed) throw new Error('nothing was claimed');
  const late = { at: 1, ok: false, status: null, answer: 'late', milliseconds: 1 };
  await deliveryQueue.finish(pool, claimed, late, 1_000);
  expect((await api.alert.deliveries({ workspace })).deliveries).toMatchObject([{ state: 'delivered' }]);
});

test('an alert that is acknowledged reminds nobody, and one that is muted is told when it is no more', async () => {
  const { id } = await channel();
  const { id: ruleId } = await rule([id], { remindMinutes: 5 });
  await api.alert.muteRule({ workspace, id: ruleId, minutes: 60 });
  await hold();
  await look();
  expect(receiver.received).toEqual([]);
  await api.alert.muteRule({ workspace, id: ruleId, minutes: null });
  await look();
  expect(receiver.received.map(({ json }) => json)).toMatchObject([{ alerts: [{ event: 'fired' }] }]);
  const [incident] = (await api.alert.incidents({ workspace })).incidents;
  await api.alert.acknowledge({ workspace, id: incident?.id ?? '' });
  await rested();
  await fixture.query(`update alert_incident set "toldAt" = "toldAt" - interval '6 minutes'`);
  await look();
  expect(receiver.received).toHaveLength(1);
  expect(await api.alert.summary({ workspace })).toEqual({ open: 0, acknowledged: 1, critical: 0 });
  // One that was told and then muted is over in silence.
  await api.alert.muteIncident({ workspace, id: incident?.id ?? '', minutes: 60 });
  await fixture.query('delete from pending_record');
  await look();
  expect(receiver.received).toHaveLength(1);
  expect((await api.alert.incidents({ workspace })).incidents).toMatchObject([{ state: 'resolved' }]);
});

test('failures of an issue that somebody set aside, or lets rest, are no alert; it comes back when it has slept', async () => {
  const issue = (state: string, until: string | null) =>
    fixture.query(
      `insert into issue (id, "workspaceId", "flowId", "laneId", kind, code, "firstSeen", "lastSeen", lines, records,
         sample, state, "stateAt", "snoozedUntil")
       select 'i1', f."workspaceId", f.id, $2, 'failure', 'UNIQUE_VIOLATION', now() - interval '3 hours',
         now() - interval '3 hours', 1, 1, 'null', $3, now(), now() at time zone 'utc' + $4::interval from flow f where f.id = $1
       on conflict (id) do update set state = excluded.state, "snoozedUntil" = excluded."snoozedUntil"`,
      [flowId, `${flowId}:a-map-b`, state, until],
    );
  await issue('ignored', null);
  await fixture.query(
    `insert into pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts, since, "issueId")
     values (gen_random_uuid(), $1, $2, '["1"]', 'parked', '{}', 'UNIQUE_VIOLATION', '', 0, now() at time zone 'utc', 'i1')`,
    [flowId, `${flowId}:a-map-b`],
  );
  await rule([], { condition: { kind: 'failures', code: null, count: 1, minutes: 10 } }, 'Failures');
  await rule([], { condition: { kind: 'issue', minutes: 60 } }, 'Issue');
  const firing = async () => {
    await look();
    const { incidents } = await api.alert.incidents({ workspace, filter: { state: 'firing' } });
    return incidents.map(({ rule: name }) => name).sort();
  };
  expect(await firing()).toEqual([]);
  await issue('snoozed', '1 hour');
  expect(await firing()).toEqual([]);
  await issue('snoozed', '-1 minute');
  expect(await firing()).toEqual(['Failures', 'Issue']);
  await issue('open', null);
  expect(await firing()).toEqual(['Failures']);
  await fixture.query('delete from issue');
});

test('what a rule found is over when the rule is switched off or gone, and who was told of it is told so', async () => {
  const { id } = await channel();
  const { id: ruleId } = await rule([id]);
  const told = () => receiver.received.map(({ json }) => (json as { alerts: object[] }).alerts[0]);
  await hold();
  await look();
  const states = async () => (await api.alert.incidents({ workspace })).incidents.map(({ state }) => state);
  expect(await states()).toEqual(['firing']);
  await rule([id], { id: ruleId, enabled: false } as object);
  await rested();
  await look();
  expect(await states()).toEqual(['resolved']);
  const detail = expect.stringMatching(/^The rule was switched off. A record has waited 11 /);
  expect(told()[1]).toMatchObject({ event: 'resolved', detail });
  await rule([id], { id: ruleId });
  await rested();
  await look();
  expect(await states()).toEqual(['firing', 'resolved']);
  await rested();
  await api.alert.deleteRule({ workspace, id: ruleId });
  expect(await states()).toEqual(['resolved', 'resolved']);
  await look();
  const gone = expect.stringMatching(/^The rule was deleted. A record has waited 11 /);
  const { incidents } = await api.alert.incidents({ workspace });
  expect(told().slice(2)).toMatchObject([
    { event: 'fired', incidentId: incidents[0]?.id },
    { event: 'resolved', detail: gone, incidentId: incidents[0]?.id, flow: { name: 'CRM and App' } },
  ]);
});

test('a workspace has the default rules from the first look on, and what it does with them stays', async () => {
  await fixture.query(`delete from setting where key like '%:alert-defaults'`);
  await look();
  const rules = await api.alert.rules({ workspace });
  expect(rules.map(({ name }) => name)).toContain('A flow fails');
  expect(rules.every(({ enabled, channelIds }) => enabled && channelIds.length === 0)).toBe(true);
  for (const { id } of rules) await api.alert.deleteRule({ workspace, id });
  await look();
  expect(await api.alert.rules({ workspace })).toEqual([]);
});
