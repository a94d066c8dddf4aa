import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertReceiver, isSigned } from '#testing/alert-receiver.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';

const workspace = 'main';
let fixture: ApiFixture;
let admin: Api;
let operator: Api;
let receiver: Awaited<ReturnType<typeof alertReceiver>>;
let flowId: string;

beforeAll(async () => {
  fixture = await apiFixture('api_alert');
  receiver = await alertReceiver();
  const owner = await fixture.person('owner');
  const access = await fixture.workspace(workspace, owner);
  const other = await fixture.person('operator');
  await fixture.join(access, other, 'operator');
  admin = fixture.as(owner);
  operator = fixture.as(other);
  const graph = twoTables('CRM', { left: ['crm', 'c'], right: ['app', 'p'], fields: [['id', 'id']] });
  ({ id: flowId } = await admin.flow.create({ workspace, name: graph.name, graph }));
});
afterAll(async () => {
  await receiver.close();
  await fixture.close();
});

const hook = (more: object = {}) =>
  admin.alert.saveChannel({
    workspace,
    name: 'hook',
    kind: 'webhook',
    settings: { url: receiver.url },
    ...more,
  });

test('a channel is made, tested, changed without its secrets, and deleted from the rules that name it', async () => {
  const { id, signingSecret } = await hook();
  if (!signingSecret) throw new Error('a new webhook has a secret');
  const [shown] = await operator.alert.channels({ workspace });
  expect(shown).toMatchObject({ name: 'hook', target: new URL(receiver.url).host, config: {} });
  const [stored] = await fixture.query<Record<string, unknown>>('select * from alert_channel');
  expect(JSON.stringify(stored)).not.toContain('secret-part');

  expect(await operator.alert.testChannel({ workspace, id })).toMatchObject({
    ok: true,
    status: 200,
    answer: 'thank you',
  });
  expect(receiver.received[0]?.json).toMatchObject({ type: 'syncline.test', title: 'Test from main' });
  const [got] = receiver.received;
  expect(got && isSigned(signingSecret, got)).toBe(true);
  const { deliveries } = await operator.alert.deliveries({ workspace, filter: { channelId: id } });
  expect(deliveries).toMatchObject([{ kind: 'test', state: 'delivered', attempts: 1 }]);
  expect(
    (await outcome(() => operator.alert.redeliver({ workspace, id: deliveries[0]?.id ?? '' }))).code,
  ).toBe('INPUT_INVALID');

  expect(await hook({ id, name: 'renamed', settings: {} })).toEqual({ id, signingSecret: null });
  receiver.reply({ status: 500, body: 'broken' });
  expect(await operator.alert.testChannel({ workspace, id })).toMatchObject({ ok: false, status: 500 });
  expect((await admin.alert.deliveries({ workspace, filter: { state: 'dead' } })).deliveries).toHaveLength(1);
  const renewed = await hook({ id, renewSecret: true, settings: {} });
  expect(renewed.signingSecret).not.toBe(signingSecret);

  const { id: ruleId } = await admin.alert.saveRule({
    workspace,
    ...{ name: 'Breaker', severity: 'critical', condition: { kind: 'breaker' }, channelIds: [id] },
  });
  expect((await outcome(() => operator.alert.deleteChannel({ workspace, id }))).code).toBe('FORBIDDEN');
  await fixture.query(`update alert_delivery set state = 'queued', kind = 'alert' where state = 'delivered'`);
  await admin.alert.deleteChannel({ workspace, id });
  expect((await admin.alert.deliveries({ workspace, filter: { state: 'queued' } })).deliveries).toEqual([]);
  expect(await admin.alert.rules({ workspace })).toMatchObject([{ id: ruleId, channelIds: [] }]);
  const log = JSON.stringify((await admin.activity.list({ workspace })).events);
  expect(log).toContain('alertChannel.delete');
  expect(log).not.toContain('secret-part');
  await admin.alert.deleteRule({ workspace, id: ruleId });
});

test('settings that are wrong, another kind, a name that is taken, and a place that is forbidden are refused', async () => {
  const refused = async (more: object) => (await outcome(() => hook(more))).code;
  expect(await refused({ settings: {} })).toBe('CHANNEL_INVALID');
  expect(await refused({ settings: { url: 'ftp://x.test/' } })).toBe('CHANNEL_INVALID');
  expect(await refused({ settings: { url: 'https://u:p@x.test/' } })).toBe('CHANNEL_INVALID');
  expect(await refused({ settings: { url: 'http://169.254.169.254/' } })).toBe('CHANNEL_FORBIDDEN');
  const { id } = await hook();
  expect(await refused({})).toBe('NAME_TAKEN');
  expect(await refused({ id, kind: 'slack' })).toBe('CHANNEL_INVALID');
  expect(await refused({ name: 'two\nlines' })).toBe('INPUT_INVALID');
  await admin.alert.deleteChannel({ workspace, id });
});

test('a mail password stays with the server that it was given for, and goes with the user', async () => {
  const settings = {
    ...{ host: '127.0.0.1', port: 2525, security: 'tls', user: 'u', password: 'the-password' },
    ...{ from: 'a@x.test', to: ['b@x.test'] },
  };
  const mail = (more: object) => hook({ kind: 'email', name: 'mail', ...more });
  const { id } = await mail({ settings });
  const changed = (more: object) =>
    outcome(() => mail({ id, settings: { ...settings, password: '', ...more } }));
  for (const more of [{ host: '127.0.0.2' }, { port: 25 }, { security: 'none' }, { user: 'v' }])
    expect((await changed(more)).code).toBe('CHANNEL_INVALID');
  expect((await changed({ to: ['c@x.test'] })).code).toBe('ok');
  expect((await changed({ host: '127.0.0.2', password: 'another' })).code).toBe('ok');
  expect((await changed({ host: '127.0.0.2', user: '' })).code).toBe('ok');
  expect((await changed({ port: 25, user: '' })).code).toBe('ok');
  expect(await operator.alert.channels({ workspace })).toMatchObject([{ config: { user: '', port: 25 } }]);
  await admin.alert.deleteChannel({ workspace, id });
});

test('rules go out as a file and come in again: changed ones change, others stay, missing ones go on request', async () => {
  const { id } = await hook();
  const base = { workspace, severity: 'warning' as const, channelIds: [id] };
  await admin.alert.saveRule({ ...base, name: 'A', flowId, condition: { kind: 'hold', minutes: 5 } });
  await admin.alert.saveRule({
    ...base,
    name: 'B',
    flowId,
    laneId: `${flowId}:a-map-b`,
    condition: { kind: 'failures', count: 3, minutes: 10 },
  });
  const file = await admin.alert.exportRules({ workspace });
  expect(file.rules).toMatchObject([
    { name: 'A', flow: 'CRM', lane: null, channels: ['hook'] },
    { name: 'B', flow: 'CRM', lane: 'a-map-b' },
  ]);
  const apply = (rules: unknown[], more: object = {}) =>
    admin.alert.applyRules({ workspace, file: { formatVersion: 1, rules } as typeof file, ...more });
  expect(await apply(file.rules)).toEqual({ created: [], changed: [], removed: [], same: ['A', 'B'] });
  const [a] = file.rules;
  const next = [
    { ...a, severity: 'critical' },
    { name: 'C', severity: 'info', condition: { kind: 'verify' } },
  ];
  const wanted = { created: ['C'], changed: ['A'], removed: ['B'], same: [] };
  expect(await apply(next, { prune: true, dryRun: true })).toEqual(wanted);
  expect(await admin.alert.exportRules({ workspace })).toEqual(file);
  expect(await apply(next, { prune: true })).toEqual(wanted);
  expect((await admin.alert.exportRules({ workspace })).rules).toMatchObject([
    { name: 'A', severity: 'critical' },
    { name: 'C', channels: [] },
  ]);
  // A name that is not known leaves everything as it was.
  const unknown = await outcome(() =>
    apply([
      { ...next[1], name: 'D' },
      { ...a, channels: ['nowhere'] },
    ]),
  );
  expect(unknown.code).toBe('NOT_FOUND');
  expect(String(unknown.answer)).toContain('"nowhere"');
  expect((await admin.alert.rules({ workspace })).map(({ name }) => name)).toEqual(['A', 'C']);
  // Nor does a lane that the flow has not, or a value at which it could not be well again.
  const lane = await outcome(() =>
    apply([
      { ...next[1], name: 'E' },
      { ...next[1], name: 'D', flow: 'CRM', lane: 'a-map-x' },
    ]),
  );
  expect(lane.code).toBe('NOT_FOUND');
  expect(String(lane.answer)).toContain('"a-map-b"');
  const figure = {
    kind: 'figure',
    figure: 'lag.p99',
    comparison: 'above',
    threshold: 10,
    clearAt: 11,
  } as const;
  expect((await outcome(() => apply([{ ...next[1], name: 'D', condition: figure }]))).code).toBe(
    'INPUT_INVALID',
  );
  const flow = { kind: 'flow', state: 'failing' } as const;
  const whole = await outcome(() =>
    apply([{ ...next[1], name: 'D', flow: 'CRM', lane: 'a-map-b', condition: flow }]),
  );
  expect([whole.code, String(whole.answer)]).toEqual(['INPUT_INVALID', expect.stringContaining('laneId')]);
  // A flow that goes takes the rules along that watch it alone.
  await admin.flow.delete({ workspace, id: flowId, confirm: 'CRM' });
  expect((await admin.alert.rules({ workspace })).map(({ name }) => name)).toEqual(['C']);
});

test('of what fires the worst comes first, page by page; what is over the newest first, and one is found by its id', async () => {
  for (const [id, severity, state, minutes] of [
    ['i1', 'info', 'firing', 1],
    ['i2', 'critical', 'firing', 9],
    ['i3', 'warning', 'firing', 5],
    ['i4', 'warning', 'firing', 3],
    ['i5', 'critical', 'resolved', 8],
    ['i6', 'info', 'resolved', 2],
  ])
    await fixture.query(
      `insert into alert_incident (id, "workspaceId", "ruleName", severity, subject, state, open, detail, since)
       select $1, id, 'R', $2, $1, $3, case when $3 = 'firing' then true end, '', now() - make_interval(mins => $4::int)
       from organization where slug = $5`,
      [id, severity, state, minutes, workspace],
    );
  const pages = async (filter: { state?: 'firing' | 'resolved'; id?: string }) => {
    const ids: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: Awaited<ReturnType<Api['alert']['incidents']>> = await operator.alert.incidents({
        ...{ workspace, filter, limit: 2, cursor },
      });
      ids.push(...page.incidents.map(({ id }) => id));
      cursor = page.next;
      if (cursor === null) return ids;
    }
  };
  expect(await pages({ state: 'firing' })).toEqual(['i2', 'i4', 'i3', 'i1']);
  expect(await pages({ state: 'resolved' })).toEqual(['i6', 'i5']);
  expect(await pages({})).toEqual(['i1', 'i6', 'i4', 'i3', 'i5', 'i2']);
  expect(await pages({ id: 'i5' })).toEqual(['i5']);
});
