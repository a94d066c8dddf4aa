import { afterAll, beforeAll, expect, test } from 'vitest';
import { CodeNode, type FlowGraph } from '#core/flow/flow-graph.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { type Api, type ApiFixture, apiFixture, outcome } from '#testing/api-fixture.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let left: TestDatabase;
let right: TestDatabase;
let owner: Parameters<ApiFixture['join']>[1];
let main: Awaited<ReturnType<ApiFixture['workspace']>>;
let api: Api;
/** The flow that was deployed. */
let deployed: string;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_code_proofs');
  left = await testDatabase('api_code_proofs_left');
  right = await testDatabase('api_code_proofs_right');
  await left.query(`CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, salary int);
    ALTER TABLE people REPLICA IDENTITY FULL;
    INSERT INTO people VALUES (1, 'Ada Lovelace', 10), (2, 'Grace Hopper', 20), (3, 'Plato', NULL)`);
  await right.query(`CREATE TABLE contacts (id int PRIMARY KEY, first text, last text);
    ALTER TABLE contacts REPLICA IDENTITY FULL`);
  owner = await fixture.person('owner');
  main = await fixture.workspace(workspace, owner);
  api = fixture.as(owner);
  await api.connection.create({ workspace, name: 'crm', connector: 'postgres', config: { url: left.url } });
  await api.connection.create({ workspace, name: 'app', connector: 'postgres', config: { url: right.url } });
});
afterAll(async () => {
  await fixture.close();
  await left.close();
  await right.close();
});

const text = { type: { kind: 'text' as const }, nullable: true };
const fields = [
  { name: 'first', ...text },
  { name: 'last', ...text },
];
const splits = `export function forward(record: Input): Output {
  const at = record.name.indexOf(' ');
  return { first: record.name.slice(0, at), last: record.name.slice(at + 1) };
}
export function backward(record: Output): Partial<Input> {
  return { name: [record.first, record.last].join(' ') };
}`;

/** Names are split by a lens on the left side. */
function flow(name: string, node: Partial<CodeNode> = {}): FlowGraph {
  const lens = CodeNode.parse({
    ...{ id: 'names', kind: 'code', label: 'Names', form: 'lens', source: splits, fields },
    ...node,
  });
  return {
    formatVersion: 1,
    name,
    nodes: [
      { id: 'a', kind: 'endpoint', connection: 'crm', stream: 'public.people' },
      lens,
      {
        id: 'map',
        kind: 'mapping',
        direction: 'both',
        match: [['id', 'id']],
        fields: ['id', 'first', 'last'].map((field) => ({ left: field, right: field })),
      },
      { id: 'b', kind: 'endpoint', connection: 'app', stream: 'public.contacts' },
    ],
    edges: [
      { id: 'e1', source: 'a', target: 'names' },
      { id: 'e2', source: 'names', target: 'map' },
      { id: 'e3', source: 'map', target: 'b' },
    ],
  };
}

const ada = { id: '1', name: 'Ada Lovelace', salary: '10' };
const adaCase = {
  name: 'Ada',
  entry: 'forward' as const,
  input: ada,
  expect: { kind: 'records' as const, rows: [{ first: 'Ada', last: 'Lovelace' }] },
};

test('records of the stream are what the code is given, and it tells what it makes of them, logs and takes', async () => {
  const source = splits.replace('return { first', "console.log('splits', record.id); return { first");
  const graph = flow('Tried', { source });
  const samples = await api.code.samples({ workspace, graph, nodeId: 'names' });
  expect(samples).toMatchObject({ entry: 'forward', dropped: 0, failed: 0, masked: [] });
  expect(samples.rows).toContainEqual(ada);
  const tried = await api.code.try({ workspace, graph, nodeId: 'names', entry: 'forward', inputs: [ada] });
  expect(tried).toMatchObject([
    {
      given: ada,
      result: { kind: 'records', rows: [{ first: 'Ada', last: 'Lovelace' }] },
      failure: null,
      observed: { console: [{ level: 'info', text: expect.stringContaining('splits') }] },
    },
  ]);
  expect(tried[0]?.observed.micros).toBeGreaterThan(0);
});

test('what fails is told with the line', async () => {
  const source = `export const forward = (record: Input): Output => {
  throw new Error('no ' + record.name);
};
export const backward = (record: Output): Partial<Input> => ({});`;
  const graph = flow('Failing', { source });
  const tried = await api.code.try({ workspace, graph, nodeId: 'names', entry: 'forward', inputs: [ada] });
  expect(tried[0]).toMatchObject({
    result: { kind: 'failed' },
    failure: { code: 'CODE_FAILED', message: expect.stringContaining('no Ada Lovelace'), line: 2 },
  });
});

test('code before the node makes what it is given, and a filter there leaves records out', async () => {
  const graph = flow('Chain');
  const upper = CodeNode.parse({
    ...{ id: 'upper', kind: 'code', form: 'lens' },
    source: `export const forward = (record: Input): Output => ({ ...record, name: record.name.toUpperCase() });
export const backward = (record: Output): Partial<Input> => ({});`,
  });
  graph.nodes.push(upper, { id: 'some', kind: 'filter', condition: 'id < 3', leave: 'keep' });
  graph.edges = graph.edges.filter(({ id }) => id !== 'e1');
  graph.edges.push(
    { id: 'e4', source: 'a', target: 'some' },
    { id: 'e5', source: 'some', target: 'upper' },
    { id: 'e6', source: 'upper', target: 'names' },
  );
  const samples = await api.code.samples({ workspace, graph, nodeId: 'names' });
  expect(samples.rows.map(({ name }) => name).toSorted()).toEqual(['ADA LOVELACE', 'GRACE HOPPER']);
  expect(samples.dropped).toBe(1);
});

test('a mapping behind code, and a filter between, see what it makes: its records and what is suggested for them', async () => {
  const graph = flow('Seen');
  graph.nodes.push({ id: 'some', kind: 'filter', condition: 'last != ""', leave: 'keep' });
  graph.edges = graph.edges.filter(({ id }) => id !== 'e2');
  graph.edges.push(
    { id: 'e4', source: 'names', target: 'some' },
    { id: 'e5', source: 'some', target: 'map' },
  );
  for (const nodeId of ['map', 'some']) {
    const seen = await api.code.seen({ workspace, graph, nodeId, side: 'left' });
    expect(seen.rows).toContainEqual({ id: '1', first: 'Ada', last: 'Lovelace' });
    expect(seen).toMatchObject({ dropped: 0, failed: 0, failure: null, masked: [] });
  }
  const bare = await outcome(() => api.code.seen({ workspace, graph, nodeId: 'map', side: 'right' }));
  expect(bare.code).toBe('NOT_FOUND');

  const found = await api.mapping.suggestForNode({ workspace, graph, nodeId: 'map' });
  expect(found.samples.left).toEqual({ rows: 3, problem: null });
  expect(found.left.fields.map(({ name }) => name)).toEqual(['id', 'first', 'last']);
  expect(found.pairs.map(({ left, right }) => `${left} ${right}`).toSorted()).toEqual([
    'first first',
    'id id',
    'last last',
  ]);
  // Code that does not run leaves the names, and says why.
  const broken = await api.mapping.suggestForNode({
    workspace,
    graph: flow('Broken', { source: 'export const forward = 1;' }),
    nodeId: 'map',
  });
  expect(broken.samples.left).toEqual({ rows: 0, problem: expect.stringContaining('forward') });
  expect(broken.pairs).toHaveLength(3);
});

/** A copy whose names are split behind the mapping, which a filter follows. */
function copying(name: string, source: string): FlowGraph {
  const node = { id: 'names', kind: 'code', label: 'Names', form: 'transform', source, fields };
  return {
    formatVersion: 1,
    name,
    nodes: [
      { id: 'a', kind: 'endpoint', connection: 'crm', stream: 'public.people' },
      {
        id: 'map',
        kind: 'mapping',
        direction: 'forward',
        match: [['id', 'id']],
        fields: [
          { left: 'id', right: 'id' },
          { left: 'name', right: 'whole', transform: { forward: [{ kind: 'case', to: 'upper' }] } },
        ],
      },
      CodeNode.parse(node),
      { id: 'some', kind: 'filter', condition: 'last != ""', leave: 'keep' },
      { id: 'b', kind: 'endpoint', connection: 'app', stream: 'public.contacts' },
    ],
    edges: [
      { id: 'e1', source: 'a', target: 'map' },
      { id: 'e2', source: 'map', target: 'names' },
      { id: 'e3', source: 'names', target: 'some' },
      { id: 'e4', source: 'some', target: 'b' },
    ],
  };
}

test('[E30] code behind the mapping is tried on what the mapping makes, and every node sees what comes to it', async () => {
  const source = `export function transform({ whole }: Input): Output {
  const [first = '', last = ''] = (whole ?? '').split(' ');
  return { first, last };
}`;
  const graph = copying('Behind', source);
  const checked = await api.code.check({ workspace, graph, nodeId: 'names' });
  expect(checked.problems).toEqual([]);
  const samples = await api.code.samples({ workspace, graph, nodeId: 'names' });
  expect(samples).toMatchObject({ entry: 'transform', dropped: 0, failed: 0, masked: [] });
  expect(samples.rows).toContainEqual({ id: '1', whole: 'ADA LOVELACE' });
  const seen = await api.code.seen({ workspace, graph, nodeId: 'some', side: 'right' });
  expect(seen.rows).toContainEqual({ id: '1', first: 'ADA', last: 'LOVELACE' });
  const target = await api.code.seen({ workspace, graph, nodeId: 'map', side: 'right' });
  expect(target).toMatchObject({ rows: [], failed: 0 });
  const found = await api.mapping.suggestForNode({ workspace, graph, nodeId: 'map' });
  expect(found.left.fields.map(({ name }) => name)).toEqual(['id', 'name', 'salary']);
  expect(found.right.fields.map(({ name }) => name)).toEqual(['id', 'first', 'last', 'whole']);

  // The mapping's own work becomes code before it; what stands behind stays.
  const ejected = await api.code.eject({ workspace, graph, nodeId: 'map', limit: 10 });
  expect(ejected).toMatchObject({ count: 1, compared: [{ side: 'left', checked: 3, different: 0 }] });
  const after = await api.code.samples({ workspace, graph: ejected.graph, nodeId: 'names' });
  expect(after.rows).toEqual(samples.rows);
  const only = await api.code.eject({ workspace, graph, nodeId: 'some', limit: 10 });
  expect(only.compared).toMatchObject([{ checked: 3, different: 0 }]);

  const { id } = await api.flow.create({ workspace, name: 'Behind', graph });
  expect(await api.flow.deploy({ workspace, id, revision: 1 })).toMatchObject({ version: 1 });
  const at = { flowId: id, laneId: `${id}:a-map-b`, recordKey: '["1"]' };
  const { pool, secretKey } = fixture.services;
  // What was carried is logged as the code left it: the code is given what the mapping makes of the row.
  await new PgLaneStore(pool, main.id, secretKey).commit(
    { flowId: id, epoch: 0 },
    {
      entries: [
        ledgerEntry({ ...at, status: 'applied', before: null, after: { id: '1', first: 'A', last: 'L' } }),
      ],
    },
  );
  expect(await api.code.debugInput({ workspace, ...at })).toMatchObject({
    ...{ nodeId: 'names', entry: 'transform', read: 'now' },
    given: { id: '1', whole: 'ADA LOVELACE' },
  });
});

test('code is given nothing that is masked for the caller', async () => {
  const editor = await fixture.person('editor');
  await fixture.join(main, editor, 'editor');
  await api.masking.add({
    workspace,
    connection: 'crm',
    stream: 'public.people',
    field: 'salary',
    least: 'admin',
  });
  const samples = await fixture
    .as(editor)
    .code.samples({ workspace, graph: flow('Masked'), nodeId: 'names' });
  expect(samples.masked).toEqual(['salary']);
  expect(new Set(samples.rows.map(({ salary }) => salary))).toEqual(new Set([null]));
  expect(samples.rows.map(({ name }) => name)).toContain('Ada Lovelace');
  const passed = flow('Masked behind', {
    source: splits.replace('return { first', 'return { ...record, first'),
  });
  Object.assign(passed.nodes[1] ?? {}, { fields: undefined });
  const seen = await fixture.as(editor).code.seen({ workspace, graph: passed, nodeId: 'map', side: 'left' });
  expect(Object.keys(seen.rows[0] ?? {}).toSorted()).toEqual(['id', 'name']);
});

test('cases are run one by one, and say where they differ', async () => {
  const wrong = {
    ...adaCase,
    name: 'Wrong',
    expect: { ...adaCase.expect, rows: [{ first: 'Ada', last: 'L.' }] },
  };
  const graph = flow('Cases', { cases: [adaCase, wrong] });
  const [node] = await api.code.runCases({ workspace, graph });
  expect(node).toMatchObject({ nodeId: 'names', title: 'Names' });
  expect(node?.outcomes).toMatchObject([
    { name: 'Ada', passed: true },
    {
      name: 'Wrong',
      passed: false,
      differences: [{ row: 0, field: 'last', expected: 'L.', got: 'Lovelace' }],
    },
  ]);
});

test('a lens is held to its laws on the records of its stream and on made-up ones', async () => {
  const found = await api.code.laws({ workspace, graph: flow('Laws'), nodeId: 'names' });
  expect(found).toMatchObject({ unsampled: null, complete: true });
  // Plato has one name: it comes back with a blank before it, or without its last letter.
  expect(found.broken[0]).toMatchObject({
    law: 'input',
    from: 'sample',
    given: { name: 'Plato' },
    fields: ['name'],
  });
  expect(found.broken[1]).toMatchObject({ law: 'output' });
});

test('a flow is deployed only with cases that pass and laws that hold, or with a reason', async () => {
  const failing = flow('Proofs', { cases: [{ ...adaCase, expect: { kind: 'records', rows: [] } }] });
  const { id } = await api.flow.create({ workspace, name: 'Proofs', graph: failing });
  const cases = await outcome(() => api.flow.deploy({ workspace, id, revision: 1 }));
  expect(cases).toMatchObject({
    code: 'CODE_CASES_FAILED',
    answer: {
      message: 'Names: The case "Ada": record 1 was not expected: {"first":"Ada","last":"Lovelace"}.',
    },
  });
  await api.flow.saveDraft({ workspace, id, revision: 1, graph: flow('Proofs', { cases: [adaCase] }) });
  const laws = await outcome(() => api.flow.deploy({ workspace, id, revision: 2 }));
  expect(laws.code).toBe('CODE_LAWS_BROKEN');
  const { message, detail } = laws.answer as { message: string; detail: string };
  expect(message).toContain('Names: backward(forward(x)) is not x for x = { id: "3", name: "Plato"');
  expect(JSON.parse(detail)).toMatchObject([
    { code: 'CODE_LAWS_BROKEN', severity: 'error', nodeId: 'names' },
    {},
  ]);

  const lawless = { reason: 'Everybody has two names.' };
  await api.flow.saveDraft({
    workspace,
    id,
    revision: 2,
    graph: flow('Proofs', { cases: [adaCase], lawless }),
  });
  expect(await api.flow.deploy({ workspace, id, revision: 3 })).toMatchObject({ version: 1 });
  const [version] = (
    await fixture.services.pool.query('SELECT lanes FROM flow_version WHERE "flowId" = $1', [id])
  ).rows;
  expect(version.lanes[0].left.view.steps[0].code, 'what its functions use').toMatchObject({
    title: 'Names',
    uses: {
      forward: { reads: ['name'], makes: ['first', 'last'] },
      backward: { reads: ['first', 'last'], makes: ['name'] },
    },
  });
  const { graph } = await api.flow.version({ workspace, id, number: 1 });
  deployed = id;
  const stored = graph.nodes.find(({ id: node }) => node === 'names');
  expect(stored).toMatchObject({ lawless: { ...lawless, by: expect.any(String), at: expect.any(String) } });
}, 60_000);

test('a line of the ledger opens as what its code was given: as logged, or as it is now where the line lacks values', async () => {
  const at = { flowId: deployed, laneId: `${deployed}:a-map-b` };
  const { pool, secretKey } = fixture.services;
  const store = new PgLaneStore(pool, main.id, secretKey);
  const failed = { ...at, status: 'failed', code: 'CODE_FAILED', before: null } as const;
  await store.commit(
    { flowId: deployed, epoch: 0 },
    {
      entries: [
        ledgerEntry({ ...failed, recordKey: '["9"]', after: { id: '9', name: 'Alan Turing', salary: '5' } }),
        ledgerEntry({ ...failed, recordKey: '["2"]', ordinal: 1, after: { id: '2' } }),
        ledgerEntry({
          ...failed,
          recordKey: '["8"]',
          ordinal: 2,
          side: 'right',
          after: { id: '8', first: 'Al', last: 'T' },
        }),
      ],
    },
  );
  const open = (recordKey: string) => api.code.debugInput({ workspace, ...at, recordKey });
  expect(await open('["9"]')).toMatchObject({
    ...{ nodeId: 'names', entry: 'forward', read: 'logged', masked: [] },
    given: { id: '9', name: 'Alan Turing', salary: '5' },
    line: { status: 'failed', code: 'CODE_FAILED', side: 'left' },
  });
  expect(await open('["2"]')).toMatchObject({
    read: 'now',
    given: { id: '2', name: 'Grace Hopper', salary: '20' },
  });
  // From the other side it goes through the mapping, and through the function for the way back.
  expect(await open('["8"]')).toMatchObject({ entry: 'backward', given: { first: 'Al', last: 'T' } });
  expect((await outcome(() => open('["7"]'))).code).toBe('NOT_FOUND');
});
