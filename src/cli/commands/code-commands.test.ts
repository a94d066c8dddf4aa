import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiFixture, apiFixture } from '#testing/api-fixture.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';

/** The commands over code nodes against the API itself, which runs and checks the code. */
let fixture: ApiFixture;
let database: TestDatabase;
let server: Awaited<ReturnType<typeof fakeServer>>;
let folder: string;

beforeAll(async () => {
  fixture = await apiFixture('cli_code');
  database = await testDatabase('cli_code_data');
  await database.query(`CREATE TABLE a (id int PRIMARY KEY, name text); CREATE TABLE b (id int PRIMARY KEY, name text);
    ALTER TABLE a REPLICA IDENTITY FULL; ALTER TABLE b REPLICA IDENTITY FULL; INSERT INTO a VALUES (1, 'Ada')`);
  const owner = await fixture.person('owner');
  await fixture.workspace('main', owner);
  const api = fixture.as(owner);
  await api.connection.create({
    workspace: 'main',
    name: 'db',
    connector: 'postgres',
    config: { url: database.url },
  });
  server = await fakeServer({
    'mutation code.runCases': (input) => api.code.runCases(input as never),
    'mutation code.laws': (input) => api.code.laws(input as never),
    'mutation code.check': (input) => api.code.check(input as never),
    'mutation code.eject': (input) => api.code.eject(input as never),
    'query flow.find': (input) => api.flow.find(input as never),
  });
  folder = await mkdtemp(join(tmpdir(), 'syncline-code-'));
});
afterAll(async () => {
  await server?.close();
  await database?.close();
  await fixture?.close();
  await rm(folder, { recursive: true, force: true });
});

const same = 'export const transform: Transform = (record) => record;';
const pass = {
  name: 'one',
  entry: 'transform',
  input: { id: '1', name: 'x' },
  expect: { kind: 'records', rows: [{ id: '1', name: 'x' }] },
};

function flow(code: object, more: { nodes?: object[]; edges?: object[]; connection?: string } = {}) {
  const end = (id: string, stream: string) => ({
    id,
    kind: 'endpoint',
    connection: more.connection ?? 'db',
    stream,
  });
  const edge = (source: string, target: string) => ({ id: `${source}-${target}`, source, target });
  return {
    ...{ formatVersion: 1, name: 'Pairs' },
    nodes: [
      end('l', 'public.a'),
      { id: 'code', kind: 'code', label: 'Tidy', form: 'transform', source: same, ...code },
      {
        id: 'map',
        kind: 'mapping',
        direction: 'forward',
        match: [['id', 'id']],
        fields: [{ left: 'name', right: 'name' }],
      },
      end('r', 'public.b'),
      ...(more.nodes ?? []),
    ],
    edges: more.edges ?? [edge('l', 'code'), edge('code', 'map'), edge('map', 'r')],
  };
}

/** A command over a file; its exit code, and what it says on either stream. */
async function run(command: string, content: unknown, ...argv: string[]) {
  const file = join(folder, `${command}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const ran = await runInTest(['flow', command, file, ...argv], { url: server.url });
  return { code: ran.code, said: `${ran.stdout}${ran.stderr}`, file };
}

test.each<[string, unknown, number, RegExp, string[]?]>([
  ['a flow whose cases pass', flow({ cases: [pass] }), 0, /Tidy +one +passes/],
  [
    'a case that fails',
    flow({ cases: [{ ...pass, expect: { kind: 'records', rows: [] } }] }),
    1,
    /✗ Tidy: The case "one": record 1 was not expected/,
  ],
  [
    'code that throws',
    flow({
      source: "export const transform = (r: Input): Output => { throw new Error('no'); };",
      cases: [pass],
    }),
    1,
    /✗ Tidy: The case "one".*no.*in line 1/,
  ],
  [
    'code that never ends',
    flow({ source: 'export const transform = (r: Input): Output => { for (;;); };', cases: [pass] }),
    1,
    /✗ Tidy: The case "one".*in line 1/,
  ],
  [
    'a case of a function that the form has not',
    flow({ cases: [{ ...pass, entry: 'forward' }] }),
    1,
    /forward/,
  ],
  [
    'a case of a field that there is not',
    flow({ cases: [{ ...pass, input: { id: '1', nope: 'x' } }] }),
    1,
    /nope|not expected|name/,
  ],
  [
    'a lens that breaks its laws',
    flow({
      form: 'lens',
      source:
        'export const forward: Forward = (r) => ({ ...r, name: r.name?.trim() ?? null });\nexport const backward: Backward = (r) => r;',
    }),
    1,
    /✗ Tidy: backward\(forward\(x\)\) is not x/,
  ],
  [
    'code that does not compile, with a case',
    flow({ source: 'export const transform = (r: Input) => {{;', cases: [pass] }),
    1,
    /✗ Tidy, line \d+, column \d+: /,
  ],
  [
    'code that does not compile, without one',
    flow({ source: 'export const transform = (r: Input) => {{;' }),
    1,
    /✗ Tidy, line \d+, column \d+: /,
  ],
  [
    'types that do not fit',
    flow({ source: 'export const transform = (r: Input): Output => ({ id: r.nme });' }),
    1,
    /✗ Tidy, line 1, column \d+: .*nme/,
  ],
  [
    'a module that is not there',
    flow({
      source: `import { x } from 'library/gone';\nexport const transform: Transform = (r) => ({ ...r, name: x });`,
      modules: { gone: 3 },
      cases: [pass],
    }),
    1,
    /gone/,
  ],
  [
    'a module that is not pinned, nor there',
    flow({
      source: `import { x } from 'library/gone';\nexport const transform: Transform = (r) => ({ ...r, name: x });`,
      cases: [pass],
    }),
    1,
    /gone/,
  ],
  ['a node that there is not', flow({}), 1, /no code node "nope"/, ['--node', 'nope']],
  ['a node that is no code', flow({}), 1, /no code node "map"/, ['--node', 'map']],
  ['a node on no path', flow({ cases: [pass] }, { edges: [] }), 1, /Tidy stands on no path/],
  ['a connection that there is not', flow({ cases: [pass] }, { connection: 'gone' }), 1, /gone|no path/],
  ['what is no JSON', '{ "nodes": [', 1, /JSON/],
  ['what is no flow', { nodes: 7 }, 1, /nodes/],
  ['a node of a kind that there is not', flow({ kind: 'spell' }), 1, /kind/],
  ['a form that there is not', flow({ form: 'magic' }), 1, /form/],
  ['a flow of a later Syncline', { ...flow({}), formatVersion: 99 }, 1, /99|newer/],
  [
    'nothing to test',
    flow({ form: 'filter', source: 'export const filter: Filter = () => true;' }),
    0,
    /nothing to test/,
  ],
])('flow test: %s', async (_name, content, code, words, argv = []) => {
  const ran = await run('test', content, ...argv);
  expect(ran.said).toMatch(words);
  expect(ran.said).not.toMatch(/at .*\.ts:\d+|undefined|\[object/);
  expect(ran.code).toBe(code);
});

test('flow test: no file, and no flow of the name', async () => {
  expect(await runInTest(['flow', 'test', '/nowhere/x.json'], { url: server.url })).toMatchObject({
    code: 2,
  });
  const gone = await runInTest(['flow', 'test', 'No such flow'], { url: server.url });
  expect(gone.code).toBe(1);
  expect(gone.stderr).toContain('No such flow');
});

const ejected = async () => JSON.parse(await readFile(join(folder, 'eject.json'), 'utf8'));

test.each<[string, unknown, string, number, RegExp]>([
  ['a node that there is not', flow({}), 'nope', 1, /nope/],
  ['an endpoint', flow({}), 'l', 1, /l|endpoint/],
  ['a code node', flow({}), 'code', 1, /code|Tidy/],
  ['two flows', [flow({}), flow({})], 'map', 2, /holds 2 flows/],
  ['what is no flow', '[]', 'map', 2, /flows/],
  ['a flow whose connection is gone', flow({}, { connection: 'gone' }), 'map', 1, /gone/],
])('flow eject: %s is refused', async (_name, content, node, code, words) => {
  const before = JSON.stringify(content);
  const ran = await run('eject', content, node, '--write');
  expect(ran.said).toMatch(words);
  expect(ran.said).not.toMatch(/at .*\.ts:\d+|undefined|\[object/);
  expect(ran.code).toBe(code);
  expect(JSON.stringify(await ejected())).toBe(typeof content === 'string' ? content : before);
});

test('flow eject and flow return: there and back; an edited node, and one that was never a mapping, are refused', async () => {
  const plain = flow({ form: 'filter', source: 'export const filter: Filter = () => true;' });
  const made = await run('eject', plain, 'map', '--write');
  expect(made).toMatchObject({ code: 0 });
  const graph = (await ejected()) as {
    nodes: { id: string; kind: string; source?: string; ejected?: object }[];
  };
  const node = graph.nodes.find((each) => each.ejected);
  expect(node).toMatchObject({ kind: 'code' });
  const back = await run('return', graph, node?.id ?? '', '--write');
  expect(back).toMatchObject({ code: 0 });
  const nodes = graph.nodes.map((each) =>
    each === node ? { ...each, source: `${each.source}\n// mine` } : each,
  );
  const edited = await run('return', { ...graph, nodes }, node?.id ?? '', '--write');
  expect(edited.code).toBe(1);
  expect(edited.said).toMatch(/edited|changed/);
  for (const [id, words] of [
    ['code', /Tidy|mapping|filter/],
    ['nope', /nope/],
    ['map', /map/],
  ] as const) {
    const refused = await run('return', plain, id, '--write');
    expect(refused.code, id).toBe(1);
    expect(refused.said, id).toMatch(words);
  }
});
