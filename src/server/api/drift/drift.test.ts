import { afterAll, beforeAll, expect, test } from 'vitest';
import { adaptLane } from '#core/drift/adapt-lane.ts';
import { proposalsOf } from '#core/drift/proposals-of.ts';
import type { Lane } from '#core/flow/lane.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let db: TestDatabase;
let api: Api;
const workspace = 'main';
const name = 'Contacts';

beforeAll(async () => {
  fixture = await apiFixture('api_drift');
  db = await testDatabase('api_drift');
  await db.query(`create table contacts (id int primary key, email text, note text);
    create table people (id int primary key, mail text)`);
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  await api.connection.create({ workspace, name: 'crm', connector: 'postgres', config: { url: db.url } });
});
afterAll(async () => {
  await fixture.close();
  await db.close();
});

/** Tells, as a runner does, what differs in the flow's streams now. */
async function look(flowId: string): Promise<void> {
  const [deployed] = await fixture.query<{ lanes: Lane[]; workspaceId: string }>(
    `select v.lanes, f."workspaceId" from deployment d join flow_version v on v.id = d."versionId"
     join flow f on f.id = d."flowId" where f.id = $1`,
    [flowId],
  );
  const streams = await api.connection.streams({ workspace, name: 'crm', refresh: true });
  const find = (stream: string) => streams.find((each) => each.name === stream) ?? null;
  const proposals = (deployed?.lanes ?? []).flatMap((lane) =>
    proposalsOf(
      adaptLane(lane, { left: find(lane.left.stream.name), right: find(lane.right.stream.name) }),
    ).map((each) => ({ laneId: `${flowId}:${lane.id}`, ...each })),
  );
  const pool = storePool(fixture.url, 'drift test');
  await new PgLaneStore(pool, deployed?.workspaceId ?? '', fixture.services.secretKey).putProposals(
    { flowId, epoch: 0 },
    proposals,
  );
  await pool.end();
}

test('[E15] a renamed field is followed in a new version, a new one set aside, and both are in the account', async () => {
  const ends = { left: ['crm', 'public.contacts'], right: ['crm', 'public.people'] } as const;
  const graph = twoTables(name, {
    left: [...ends.left],
    right: [...ends.right],
    fields: [
      ['id', 'id'],
      ['email', 'mail'],
    ],
  });
  const { id } = await api.flow.create({ workspace, name, graph });
  await api.flow.deploy({ workspace, id, revision: 1 });
  await look(id);
  expect(await api.drift.list({ workspace, flowId: id })).toEqual([]);

  await db.query('alter table contacts rename email to mail; alter table contacts add city text');
  await look(id);
  const [renamed, added] = await api.drift.list({ workspace, flowId: id });
  expect(renamed).toMatchObject({ severity: 'suspended', mappingNodeId: 'map', ignoredBy: null });
  expect(added).toMatchObject({ severity: 'info', drift: { kind: 'field-added', field: 'city' } });
  const { attention } = await api.home.summary({ workspace });
  expect(attention).toContainEqual(expect.objectContaining({ kind: 'streams-changed', severity: 'warning' }));

  await api.drift.ignore({ workspace, id: added?.id ?? '' });
  await look(id);
  const again = await api.drift.list({ workspace, flowId: id });
  expect(again.map(({ ignoredBy }) => ignoredBy)).toEqual([null, 'owner@example.test']);

  const sql = await outcome(() => api.drift.accept({ workspace, id: added?.id ?? '' }));
  expect(sql.code).toBe('INPUT_INVALID');
  const none = await outcome(() => api.drift.accept({ workspace, id: renamed?.id ?? '', option: 9 }));
  expect(none.code).toBe('INPUT_INVALID');
  expect(await api.drift.accept({ workspace, id: renamed?.id ?? '' })).toMatchObject({ version: 2 });
  const { graph: now } = await api.flow.version({ workspace, id, number: 2 });
  expect(now.nodes.find((node) => node.kind === 'mapping')).toMatchObject({
    fields: [
      { left: 'id', right: 'id' },
      { left: 'mail', right: 'mail' },
    ],
  });
  await look(id);
  expect(await api.drift.list({ workspace, flowId: id })).toEqual([]);
  expect((await outcome(() => api.drift.accept({ workspace, id: renamed?.id ?? '' }))).code).toBe(
    'NOT_FOUND',
  );
  const { events } = await api.activity.list({ workspace });
  const told = events.map(({ action }) => action).filter((action) => action.startsWith('drift.'));
  expect(told.toSorted()).toEqual(['drift.accept', 'drift.found', 'drift.found', 'drift.ignore']);

  // Changes that nobody has deployed would go along.
  await db.query('alter table contacts rename mail to email');
  await look(id);
  const { draftRevision } = await api.flow.get({ workspace, id });
  const [back] = await api.drift.list({ workspace, flowId: id });
  const other = {
    ...now,
    nodes: now.nodes.map((node) =>
      node.kind === 'mapping' ? { ...node, direction: 'forward' as const } : node,
    ),
  };
  await api.flow.saveDraft({ workspace, id, graph: other, revision: draftRevision });
  expect((await outcome(() => api.drift.accept({ workspace, id: back?.id ?? '' }))).code).toBe('IN_USE');
});

test('[E15] a new field is made on the other side as it was shown, mapped, and written down', async () => {
  await db.query(`create table orders (id int primary key, "placedAt" date);
    create table sales (id int primary key, "placedAt" date)`);
  const graph = twoTables('Orders', {
    left: ['crm', 'public.orders'],
    right: ['crm', 'public.sales'],
    fields: [
      ['id', 'id'],
      ['placedAt', 'placedAt'],
    ],
  });
  const { id } = await api.flow.create({ workspace, name: 'Orders', graph });
  await api.flow.deploy({ workspace, id, revision: 1 });
  await db.query(`alter table sales add "shipTo" varchar(40) not null default 'home';
    comment on column sales."shipTo" is 'as printed'`);
  await look(id);
  const [added] = await api.drift.list({ workspace, flowId: id });
  expect(added?.options).toMatchObject([{ kind: 'create', side: 'left', field: 'shipTo' }]);

  const plan = await api.drift.plan({ workspace, id: added?.id ?? '' });
  expect(plan).toMatchObject({ connection: 'crm', stream: 'public.orders', findings: [] });
  const sql = plan.statements.map((statement) => `${statement.sql};`).join('\n');
  expect(sql).toBe(`ALTER TABLE public.orders ADD COLUMN "shipTo" character varying(40);
COMMENT ON COLUMN public.orders."shipTo" IS 'as printed';`);

  expect((await outcome(() => api.drift.accept({ workspace, id: added?.id ?? '' }))).code).toBe(
    'INPUT_INVALID',
  );
  const broken = await outcome(() =>
    api.drift.accept({
      workspace,
      id: added?.id ?? '',
      sql: 'ALTER TABLE public.orders ADD COLUMN x nonsense',
    }),
  );
  expect(broken.code).toBe('DDL_REFUSED');
  const changed = sql.replace('varying(40)', 'varying(60)');
  expect(await api.drift.accept({ workspace, id: added?.id ?? '', sql: changed })).toMatchObject({
    version: 2,
  });
  const { graph: now } = await api.flow.version({ workspace, id, number: 2 });
  expect(now.nodes.find((node) => node.kind === 'mapping')?.fields.at(-1)).toMatchObject({
    left: 'shipTo',
    right: 'shipTo',
    made: 'left',
    decision: { kind: 'created', reason: 'Created from shipTo of public.sales in crm.' },
  });
  await look(id);
  expect(await api.drift.list({ workspace, flowId: id })).toEqual([]);
  const { events } = await api.activity.list({ workspace });
  expect(events.map(({ action }) => action).slice(0, 4)).toContain('table.create');

  await db.query('alter table orders drop "placedAt"');
  await look(id);
  const [dropped] = await api.drift.list({ workspace, flowId: id });
  const option = dropped?.options.findIndex(({ kind }) => kind === 'create') ?? -1;
  const back = await api.drift.plan({ workspace, id: dropped?.id ?? '', option });
  expect(back.statements).toMatchObject([{ sql: 'ALTER TABLE public.orders ADD COLUMN "placedAt" date' }]);
  const restored = { workspace, id: dropped?.id ?? '', option, sql: back.statements[0]?.sql ?? '' };
  expect(await api.drift.accept(restored)).toMatchObject({ version: null });
  await look(id);
  expect(await api.drift.list({ workspace, flowId: id })).toEqual([]);
});
