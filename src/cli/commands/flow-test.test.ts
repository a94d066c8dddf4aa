import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { CodeNode, type FlowGraph } from '#core/flow/flow-graph.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

const names = CodeNode.parse({
  id: 'names',
  kind: 'code',
  label: 'Names',
  form: 'lens',
  source: 'export const forward = (x) => x; export const backward = (y) => y;',
  cases: [
    { name: 'Ada', entry: 'forward', input: { id: '1' }, expect: { kind: 'records', rows: [{ id: '1' }] } },
    { name: 'Bob', entry: 'forward', input: { id: '2' }, expect: { kind: 'records', rows: [{ id: '3' }] } },
  ],
});
const graph: FlowGraph = { formatVersion: 1, name: 'Pairs', nodes: [names], edges: [] };
const took = { line: null, micros: 1500, bytes: 0 };
const passing = {
  name: 'Ada',
  passed: true,
  got: { kind: 'records', rows: [{ id: '1' }] },
  differences: [],
  ...took,
};
const failing = {
  name: 'Bob',
  passed: false,
  got: { kind: 'records', rows: [{ id: '2' }] },
  differences: [{ row: 0, field: 'id', expected: '3', got: '2' }],
  ...took,
};
const holding = { samples: 3, generated: 800, complete: true, broken: [], thrown: [], unsampled: null };
const broken = {
  ...holding,
  broken: [
    {
      law: 'input',
      from: 'generated',
      given: { name: ' ' },
      through: { name: '' },
      onto: null,
      back: { name: '' },
      fields: ['name'],
    },
  ],
};

let folder: string;
let file: string;
let server: Awaited<ReturnType<typeof fakeServer>> | undefined;

async function serve(outcomes: object[], laws: object, more: Parameters<typeof fakeServer>[0] = {}) {
  server = await fakeServer({
    'mutation code.check': () => ({ problems: [], returns: null }),
    'mutation code.runCases': () => [{ nodeId: 'names', title: 'Names', outcomes }],
    'mutation code.laws': () => laws,
    ...more,
  });
  return server;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-cli-test-'));
  file = join(folder, 'flow.json');
  await writeFile(file, JSON.stringify(graph));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => rm(folder, { recursive: true }));

test('cases that pass and laws that hold are a table, and exit 0', async () => {
  const { url, calls } = await serve([passing], holding);
  const run = await runInTest(['flow', 'test', file, '--node', 'names'], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('Pairs: all pass');
  expect(run.stdout).toMatch(/Names +Ada +passes +1\.5 ms/);
  expect(run.stdout).toMatch(/Names +laws +hold +803 records/);
  expect(calls.find(({ path }) => path === 'code.runCases')?.input).toEqual({
    workspace: 'main',
    graph,
    nodeId: 'names',
  });
});

test('a failing case exits 1 with what was expected and what came', async () => {
  const { url } = await serve([passing, failing], holding);
  const run = await runInTest(['flow', 'test', file], { url });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('✗ Names: The case "Bob": id: expected "3", got "2".');
  const json = await runInTest(['flow', 'test', file, '--json'], { url });
  expect(json.json()).toMatchObject([
    {
      name: 'Pairs',
      passed: false,
      nodes: [{ nodeId: 'names', cases: [{ passed: true }, { passed: false }] }],
    },
  ]);
});

test('a broken law exits 1 with its counter-example, unless somebody said why it does not matter', async () => {
  const { url } = await serve([passing], broken);
  const run = await runInTest(['flow', 'test', file], { url });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain(
    '✗ Names: backward(forward(x)) is not x for x = { name: " " }: name " " comes back as "".',
  );
  const agreed = { ...graph, nodes: [{ ...names, lawless: { reason: 'Blanks mean nothing.' } }] };
  const stdin = JSON.stringify(agreed);
  const told = await runInTest(['flow', 'test', '-'], { url, stdin });
  expect(told.code).toBe(0);
  expect(told.stdout).toContain('It does not matter: Blanks mean nothing.');
});

test('--update writes what the cases come to into the file', async () => {
  const { url } = await serve([passing, failing], holding);
  const run = await runInTest(['flow', 'test', file, '--update'], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('1 case expects what they come to now.');
  const written = JSON.parse(await readFile(file, 'utf8')) as { nodes: CodeNode[] };
  expect(written.nodes[0]?.cases?.map(({ expect: expected }) => expected)).toEqual([
    passing.got,
    failing.got,
  ]);
  expect((await runInTest(['flow', 'test', '-', '--update'], { url, stdin: '{}' })).code).toBe(2);
});

test('of a flow by its name the draft is tested, and updated', async () => {
  const { url, calls } = await serve([passing, failing], holding, {
    'query flow.find': () => ({ id: 'f1' }),
    'query flow.get': () => ({ draft: graph, draftRevision: 7 }),
    'mutation flow.saveDraft': () => ({ revision: 8 }),
  });
  expect((await runInTest(['flow', 'test', 'CRM and App', '--update'], { url })).code).toBe(0);
  expect(calls.at(-1)).toMatchObject({ path: 'flow.saveDraft', input: { id: 'f1', revision: 7 } });
  expect((await runInTest(['flow', 'test', 'none.json'], { url })).code).toBe(2);
});
