import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { underAlertLease } from '#db/alerts/alert-lease.ts';
import { forgetFlow } from '#db/runner/load-flow.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { type Api, type ApiFixture, apiFixture, twoTables } from '#testing/api-fixture.ts';
import { evaluateAlerts } from './evaluate-alerts.ts';
import { FigureCache } from './figure-cache.ts';

const workspace = 'main';
let fixture: ApiFixture;
let api: Api;
let pool: ReturnType<typeof storePool>;

beforeAll(async () => {
  fixture = await apiFixture('evaluate_alerts');
  pool = storePool(fixture.url, 'test alerts', 4);
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
});
afterAll(async () => {
  await pool.end();
  await fixture.close();
});
beforeEach(async () => {
  await fixture.query(
    'truncate alert_rule, alert_channel, alert_incident, alert_notice, alert_delivery, alert_lease',
  );
});

const look = () =>
  underAlertLease(pool, 'a', (client) =>
    evaluateAlerts(client, { pool, publicUrl: 'http://localhost', figures: new FigureCache() }),
  );

const channel = async (name: string) =>
  (
    await api.alert.saveChannel({
      ...{ workspace, name, kind: 'webhook', settings: { url: 'http://127.0.0.1:9/' } },
    })
  ).id;

/** A flow with a record that waits for a person, and a rule of its own. */
async function heldFlow(channelIds: string[]): Promise<{ flowId: string; ruleId: string }> {
  const name = `Flow ${Math.random()}`;
  const graph = twoTables(name, { left: ['crm', 'c'], right: ['app', 'p'], fields: [['id', 'id']] });
  const { id: flowId } = await api.flow.create({ workspace, name, graph });
  await fixture.query(
    `insert into pending_record (id, "flowId", "laneId", "recordKey", state, body, code, detail, attempts, since)
     values (gen_random_uuid(), $1, $2, '["1"]', 'held', '{}', 'CONFLICT_HELD', '', 0,
       now() at time zone 'utc' - interval '11 minutes')`,
    [flowId, `${flowId}:a-map-b`],
  );
  return { flowId, ruleId: (await rule(flowId, channelIds)).id };
}

const rule = (flowId: string, channelIds: string[], id?: string) =>
  api.alert.saveRule({
    ...{ workspace, id, name: 'Held', flowId, channelIds, severity: 'warning', clearSeconds: 0 },
    condition: { kind: 'hold', minutes: 10 },
  });

const told = async () =>
  fixture.query(
    `select c.name, n.body ->> 'event' as event from alert_notice n join alert_channel c on c.id = n."channelId"
     order by n.id, c.name`,
  );

test('a channel that the rule does not name any more is told that the alert is over', async () => {
  const [chat, mail] = [await channel('chat'), await channel('mail')];
  const { flowId, ruleId } = await heldFlow([chat, mail]);
  await look();
  await rule(flowId, [mail], ruleId);
  await look();
  expect(await told()).toEqual([
    { name: 'chat', event: 'fired' },
    { name: 'mail', event: 'fired' },
  ]);
  await fixture.query('delete from alert_notice');
  await fixture.query('delete from pending_record');
  await look();
  expect(await told()).toEqual(
    expect.arrayContaining([
      { name: 'chat', event: 'resolved' },
      { name: 'mail', event: 'resolved' },
    ]),
  );
  expect(await told()).toHaveLength(2);
});

test('and also where the rule is deleted then', async () => {
  const [chat, mail] = [await channel('chat'), await channel('mail')];
  const { flowId, ruleId } = await heldFlow([chat]);
  await look();
  await rule(flowId, [mail], ruleId);
  await api.alert.deleteRule({ workspace, id: ruleId });
  const ends = (await told()).filter(({ event }) => event === 'resolved');
  expect(ends.map(({ name }) => name).sort()).toEqual(['chat', 'mail']);
});

test('what a rule of a flow found is over when the flow is gone, and who was told of it is told so', async () => {
  const { flowId } = await heldFlow([await channel('chat')]);
  await look();
  await forgetFlow(pool, flowId);
  await look();
  expect(await told()).toEqual([
    { name: 'chat', event: 'fired' },
    { name: 'chat', event: 'resolved' },
  ]);
  expect((await api.alert.incidents({ workspace })).incidents).toMatchObject([{ state: 'resolved' }]);
  await look();
  expect(await told()).toHaveLength(2);
});

test('a process that stands still while it evaluates loses its turn', async () => {
  const its = storePool(fixture.url, 'frozen', 1, 500);
  const frozen = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const first = underAlertLease(its, 'frozen', async (client) => {
    begun.resolve();
    await frozen.promise;
    await client.query('SELECT 1');
  }).then(
    () => 'kept',
    () => 'lost',
  );
  await begun.promise;
  expect(await underAlertLease(pool, 'other', async () => 'evaluated')).toBe('evaluated');
  frozen.resolve();
  expect(await first).toBe('lost');
  await its.end();
});
