import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import { type Api, type ApiFixture, apiFixture, outcome, twoTables } from '#testing/api-fixture.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

let fixture: ApiFixture;
let database: TestDatabase;
let api: Api;
let workspaceId: string;
const workspace = 'main';

beforeAll(async () => {
  fixture = await apiFixture('api_code');
  database = await testDatabase('api_code_ends');
  await database.query('create table contacts (id int primary key, email text, price numeric(10,2))');
  await database.query('create table people (id int primary key, mail text, cost text)');
  const owner = await fixture.person('owner');
  workspaceId = (await fixture.workspace(workspace, owner)).id;
  api = fixture.as(owner);
  await api.connection.create({
    workspace,
    name: 'db',
    connector: 'postgres',
    config: { url: database.url },
  });
});
afterAll(async () => {
  await fixture.close();
  await database.close();
});

const fields: CodeNode['fields'] = [
  { name: 'id', type: { kind: 'int32' }, nullable: false },
  { name: 'mail', type: { kind: 'text' }, nullable: true },
];

function withCode(name: string, source: string, more: Partial<CodeNode> = {}): FlowGraph {
  const graph = twoTables(name, {
    left: ['db', 'public.contacts'],
    right: ['db', 'public.people'],
    fields: [
      ['id', 'id'],
      ['mail', 'mail'],
    ],
  });
  const nodes = graph.nodes.map((node) =>
    node.kind === 'mapping' ? { ...node, direction: 'forward' as const } : node,
  );
  const code = { id: 'code', kind: 'code', form: 'transform', leave: 'keep', label: 'Clean mails' } as const;
  return {
    ...graph,
    nodes: [...nodes, { ...code, source, fields, ...more }],
    edges: [
      { id: 'e0', source: 'a', target: 'code' },
      { id: 'e1', source: 'code', target: 'map' },
      { id: 'e2', source: 'map', target: 'b' },
    ],
  };
}

const sound = `import { email } from 'syncline';
export function transform(record: Input): Output | null {
  return { id: record.id, mail: email.normalise(record.email) };
}`;
const wrong = sound.replace('record.email)', 'record.price)').replace('record.id', 'record.number');

test('code that does not fit its fields is told by line and column, and is not deployed', async () => {
  const graph = withCode('Wrong', wrong);
  const place = 'Clean mails, line 3, column 23: ';
  const wanted = expect.objectContaining({
    code: 'CODE_INVALID',
    severity: 'error',
    nodeId: 'code',
    message: expect.stringContaining(`${place}Property 'number' does not exist on type 'Input'`),
  });
  const { problems } = await api.flow.validate({ workspace, graph });
  expect(problems).toContainEqual(wanted);
  expect((await api.flow.plan({ workspace, graph })).problems).toContainEqual(wanted);
  const applied = await api.flow.applyGraph({ workspace, graph, deploy: true });
  expect(applied).toMatchObject({ version: null, problems: expect.arrayContaining([wanted]) });
  const deployed = await outcome(() => api.flow.deploy({ workspace, id: applied.id, revision: 1 }));
  expect(deployed.code).toBe('FLOW_INVALID');
});

test('code that fits is checked without a problem, and tells what it returns', async () => {
  const graph = withCode('Sound', sound);
  expect(await api.code.check({ workspace, graph, nodeId: 'code' })).toEqual({
    problems: [],
    returns: [
      { name: 'id', type: { kind: 'int32' }, nullable: false },
      { name: 'mail', type: { kind: 'text' }, nullable: true },
    ],
  });
  const { problems } = await api.flow.validate({ workspace, graph });
  expect(problems.filter(({ code }) => code === 'CODE_INVALID')).toEqual([]);
});

test('what is wrong in a shared module is said to be there', async () => {
  const module =
    'export const clean = (value: string): string => value.trim().lenght;\nexport const two = 2;';
  // The library refuses such a module by now: one that came before is still found.
  const version = { number: 1, source: module, message: 'first', createdBy: 'owner' };
  await fixture.services.prisma.codeModule.create({
    data: { workspaceId, name: 'clean', versions: { create: version } },
  });
  const source = sound
    .replace("import { email } from 'syncline'", "import { clean } from 'library/clean'")
    .replace('email.normalise(record.email)', "clean(record.email ?? '')");
  const graph = withCode('Shared', source, { modules: { clean: 1 } });
  const { problems } = await api.flow.validate({ workspace, graph });
  expect(problems.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(
      /^Clean mails, module "clean", line 1, column 62: Property 'lenght' does not exist/,
    ),
  );
  const unpinned = withCode('Shared', source);
  const { problems: found } = await api.code.check({ workspace, graph: unpinned, nodeId: 'code' });
  expect(found).toMatchObject([{ module: 'clean', line: 1, column: 62 }]);
});

test('a node that is not there, or stands nowhere, is refused', async () => {
  const graph = withCode('Nowhere', sound);
  expect((await outcome(() => api.code.check({ workspace, graph, nodeId: 'a' }))).code).toBe('NOT_FOUND');
  const loose = { ...graph, edges: [] };
  expect((await outcome(() => api.code.check({ workspace, graph: loose, nodeId: 'code' }))).code).toBe(
    'CODE_INVALID',
  );
});
