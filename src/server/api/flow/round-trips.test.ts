import { afterAll, beforeAll, expect, test } from 'vitest';
import { postgresConnector } from '#connectors/postgres/index.ts';
import type { MappingNode } from '#core/flow/flow-graph.ts';
import type { Source } from '#core/ports/source.ts';
import { spreadRows } from '#server/flows/spread-rows.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let left: TestDatabase;
let right: TestDatabase;
let api: Api;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_round_trips');
  left = await testDatabase('api_round_trips_left');
  right = await testDatabase('api_round_trips_right');
  await left.query(`CREATE TABLE items (id int PRIMARY KEY, price numeric(12,2), phone text, size text);
    ALTER TABLE items REPLICA IDENTITY FULL;
    INSERT INTO items SELECT n, n * 1.25, '+49 30 1234' || n % 2, n FROM generate_series(1, 3000) n;
    UPDATE items SET size = 'many' WHERE id = 2999`);
  await right.query(`CREATE TABLE goods (id bigint PRIMARY KEY, price numeric(14,4), phone text, size int);
    ALTER TABLE goods REPLICA IDENTITY FULL;
    INSERT INTO goods VALUES (1, 1.2345, '+49301234', 1), (2, 2.5, NULL, 2), (3, 0.0001, '030 1', 3)`);
  await left.query(`CREATE TABLE parts (id int PRIMARY KEY, n text); ALTER TABLE parts REPLICA IDENTITY FULL;
    INSERT INTO parts SELECT n, n FROM generate_series(1, 20000) n; UPDATE parts SET n = 'x' WHERE id > 17000`);
  await left.query(`CREATE TABLE rare (id int PRIMARY KEY, price numeric(12,4)); ALTER TABLE rare REPLICA IDENTITY FULL;
    INSERT INTO rare SELECT n, 1.5 FROM generate_series(1, 9000) n; UPDATE rare SET price = 1.2345 WHERE id = 8999`);
  await right.query(
    `CREATE TABLE rare (id int PRIMARY KEY, price numeric(12,2)); ALTER TABLE rare REPLICA IDENTITY FULL`,
  );
  const owner = await fixture.person('owner');
  await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  const add = (name: string, url: string) =>
    api.connection.create({ workspace, name, connector: 'postgres', config: { url } });
  await add('crm', left.url);
  await add('app', right.url);
});
afterAll(async () => {
  await fixture.close();
  await left.close();
  await right.close();
});

function graphWith(...fields: MappingNode['fields']) {
  const graph = twoTables('Items', {
    left: ['crm', 'public.items'],
    right: ['app', 'public.goods'],
    fields: [['id', 'id']],
  });
  const mapping = graph.nodes.find((node) => node.kind === 'mapping');
  if (mapping?.kind === 'mapping') mapping.fields.push(...fields);
  return graph;
}
const price = { left: 'price', right: 'price' };
const trips = async (graph: ReturnType<typeof graphWith>, whole = false) => {
  const { problems, roundTrips } = await api.flow.validate({ workspace, graph, whole });
  const told = problems.filter(({ code }) => code === 'ROUND_TRIP' || code === 'CAST_FAILED');
  return { roundTrips, told: told.filter(({ message }) => message.includes('different value')) };
};

test('[E13] values that do not come back keep a flow from being deployed until somebody chooses', async () => {
  const graph = graphWith(price);
  const { roundTrips, told } = await trips(graph);
  expect(roundTrips).toMatchObject([
    {
      ...{ nodeId: 'map', fieldIndex: 1, left: 'price', right: 'price', side: 'right' },
      ...{ rows: 3, looked: 'all', checked: 3, changed: 2, refused: 0 },
      samples: [
        { value: '1.2345', there: '1.23', back: '1.2300' },
        { value: '0.0001', there: '0.00', back: '0.0000' },
      ],
    },
  ]);
  expect(told).toMatchObject([{ code: 'ROUND_TRIP', severity: 'error', nodeId: 'map', fieldIndex: 1 }]);
  expect(told[0]?.message).toBe(
    '2 of 3 different values of price of public.goods (all 3 rows) do not come back as they were: ' +
      '"1.2345" goes as "1.23" and comes back as "1.2300"; "0.0001" goes as "0.00" and comes back as "0.0000".',
  );
  expect(told[0]?.remedy).toContain('say why the loss does not matter');
  const { id } = await api.flow.create({ workspace, name: 'Items', graph });
  expect((await outcome(() => api.flow.deploy({ workspace, id, revision: 1 }))).code).toBe('FLOW_INVALID');

  expect((await trips(graphWith({ ...price, direction: 'forward' }))).told).toEqual([]);
  const agreed = graphWith({ ...price, lossy: { reason: 'Tenths of cents do not matter.' } });
  expect((await trips(agreed)).told).toEqual([]);
  await api.flow.saveDraft({ workspace, id, revision: 1, graph: agreed });
  expect(await api.flow.deploy({ workspace, id, revision: 2 })).toMatchObject({ version: 1 });
});

test('[E13] steps are taken there and back as well, and values that do not get through are told', async () => {
  const phone = {
    left: 'phone',
    right: 'phone',
    transform: { forward: [{ kind: 'phone' as const }], backward: [] },
  };
  const { told } = await trips(graphWith(phone));
  expect(told.map(({ code, severity, message }) => `${code} ${severity}: ${message}`)).toEqual([
    'ROUND_TRIP error: 2 of 2 different values of phone of public.items (1,981 rows from all over) do not come back as ' +
      'they were: "+49 30 12341" goes as "+493012341" and comes back as "+493012341"; ' +
      '"+49 30 12340" goes as "+493012340" and comes back as "+493012340".',
    'CAST_FAILED warning: 1 of 3 different values of phone of public.goods (all 3 rows) do not get through; their records ' +
      'will wait as failed: step 1 (phone number): it is not a phone number with its country (+49 …).',
  ]);
});

test('samples come from all over both streams, by rank or, where there are too many rows, by the values of the key', async () => {
  const graph = twoTables('Parts', {
    left: ['crm', 'public.parts'],
    right: ['app', 'public.goods'],
    fields: [['id', 'id']],
  });
  const mapping = graph.nodes.find((node) => node.kind === 'mapping');
  if (mapping?.kind === 'mapping') mapping.fields.push({ left: 'n', right: 'size' });
  const { told } = await trips(graph);
  expect(told.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^1 of 1\d{3} different values of n of public.parts \(1,\d{3} rows from all over\) do not/,
    ),
  ]);
  const session = postgresConnector.open({ url: left.url });
  const many = { ...session.source, snapshot: session.source.snapshot.bind(session.source) };
  const request = {
    stream: 'public.parts',
    fields: ['id', 'n'],
    key: ['id'],
    type: { kind: 'int32' as const },
  };
  const crowded = { ...many, count: async () => 2_000_000 } as unknown as Source;
  const { rows, looked } = await spreadRows(crowded, request);
  expect(looked).toBe('spread');
  const ids = rows.slice(1000).map(({ id }) => Number(id));
  expect(new Set(ids.map((id) => Math.floor(id / 1000))).size).toBeGreaterThan(18);
  const named = await spreadRows(crowded, { ...request, type: { kind: 'text' } });
  expect(named.looked).toBe('first');
  await session.close();
});

test('a flow is deployed by samples, or refused by what all rows come to, as its caller asks', async () => {
  const graph = twoTables('Rare', {
    left: ['crm', 'public.rare'],
    right: ['app', 'public.rare'],
    fields: [
      ['id', 'id'],
      ['price', 'price'],
    ],
  });
  const refused = await api.flow.applyGraph({ workspace, graph, deploy: true, check: 'all' });
  expect(refused.version).toBeNull();
  expect(refused.problems[0]).toMatchObject({ code: 'ROUND_TRIP', severity: 'error' });
  const { id } = refused;
  const all = await outcome(() => api.flow.deploy({ workspace, id, revision: 1, check: 'all' }));
  expect(all).toMatchObject({
    code: 'FLOW_INVALID',
    answer: { detail: expect.stringContaining('all 9,000 rows') },
  });
  expect(await api.flow.deploy({ workspace, id, revision: 1 })).toMatchObject({ version: 1 });
});

test('the whole of both streams is taken on request', async () => {
  const graph = graphWith({ left: 'size', right: 'size' });
  expect((await trips(graph)).told).toEqual([]);
  const { told } = await trips(graph, true);
  expect(told.map(({ message }) => message)).toEqual([
    '1 of 3000 different values of size of public.items (all 3,000 rows) do not get through; ' +
      'their records will wait as failed: "many" in size does not fit size (int32): it is not a whole number.',
  ]);
});

test('a changed filter tells before it is deployed how many records enter and leave', async () => {
  const filtered = (condition: string, stream = 'parts') => {
    const graph = twoTables(`Filtered ${stream}`, {
      left: ['crm', `public.${stream}`],
      right: ['app', 'public.rare'],
      fields: [['id', 'id']],
    });
    const filter = { id: 'only', kind: 'filter' as const, condition, leave: 'delete' as const };
    const [edge] = graph.edges;
    if (!edge) throw new Error('no edge');
    graph.edges = [
      { ...edge, target: 'only' },
      { id: 'on', source: 'only', target: edge.target },
      ...graph.edges.slice(1),
    ];
    return { ...graph, nodes: [...graph.nodes, filter] };
  };
  const movesOf = async (graph: ReturnType<typeof filtered>) =>
    (await api.flow.plan({ workspace, graph })).moves;
  expect(await movesOf(filtered('id > 10'))).toEqual([]);
  await api.flow.applyGraph({ workspace, graph: filtered('id > 10'), deploy: true });
  expect(await movesOf(filtered('id > 10'))).toEqual([]);
  const counted = { side: 'left', stream: 'public.parts', other: 'public.rare', looked: 20_000, all: true };
  expect(await movesOf(filtered('id <= 15 || n == "x"'))).toMatchObject([
    { ...counted, enter: 10, leave: { keep: 0, delete: 17_000 - 15 } },
  ]);
  await left.query(`INSERT INTO parts SELECT n, 'new' FROM generate_series(20001, 40000) n`);
  const [estimate] = await movesOf(filtered('id > 20000'));
  expect(estimate).toMatchObject({ enter: 0, all: false, leave: { keep: 0 } });
  // Half of what is looked at are the first rows, the others come from all over the table.
  expect(estimate?.leave.delete).toBeGreaterThan(15_000);
  expect(estimate?.leave.delete).toBeLessThan(35_000);
});
