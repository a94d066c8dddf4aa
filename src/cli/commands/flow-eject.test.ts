import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EjectDifference } from '#core/code/eject/compare-ejected.ts';
import { ejectMapping } from '#core/code/eject/eject-mapping.ts';
import { compile } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { type Call, fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';
import { twentyFields, twentySchemas } from '#testing/twenty-fields.ts';

let folder: string;
let file: string;
let server: Awaited<ReturnType<typeof fakeServer>>;
let differences: EjectDifference[] = [];

/** As the server answers: what the flow becomes, and how records came out. */
function eject({ graph, nodeId, fields }: Call['input']) {
  const given = FlowGraph.parse(graph);
  const { lanes } = compile(given, twentySchemas);
  const wish = { codeId: 'code', edgeId: 'e9', ...(fields ? { fields: fields as string[] } : {}) };
  const made = ejectMapping(given, lanes, String(nodeId), wish);
  const counts = { checked: 5000, refused: 12, different: differences.length, looked: 'all' };
  return { ...made, compared: [{ side: 'left', stream: 'public.customers', ...counts, differences }] };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-eject-'));
  server = await fakeServer({ 'mutation code.eject': eject });
});
beforeEach(async () => {
  differences = [];
  server.calls.length = 0;
  file = join(folder, 'customers.json');
  await writeFile(file, JSON.stringify(twentyFields));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const run = (...argv: string[]) => runInTest(['flow', ...argv], { url: server.url });
const saved = async () => FlowGraph.parse(JSON.parse(await readFile(file, 'utf8')));

test('a mapping is turned into code in its file, and back: the file has what it had', async () => {
  const ejected = await run('eject', file, 'map', '--write');
  expect(ejected).toMatchObject({ code: 0, stderr: '' });
  expect(ejected.stdout).toContain(
    'public.customers: the same output on all 5,000 rows, 12 refused by both.',
  );
  expect(ejected.stdout).toContain('nick → nick stays in the mapping: it goes right to left only');
  expect((await saved()).nodes.find(({ id }) => id === 'code')).toMatchObject({ kind: 'code', form: 'lens' });

  const back = await run('return', file, 'code', '--write');
  expect(back).toMatchObject({ code: 0, stderr: '', stdout: `${file} has what code was made of.\n` });
  expect(await saved()).toEqual(twentyFields);
});

test('without --write the flow is printed and the file is left alone; some pairs alone may be named', async () => {
  const { code, stdout } = await run('eject', file, 'map', '--fields', 'email, status');
  expect(code).toBe(0);
  const graph = FlowGraph.parse(JSON.parse(stdout));
  const made = graph.nodes.find((node) => node.kind === 'code');
  expect(made?.kind === 'code' && made.ejected?.kind === 'mapping' && made.ejected.pairs).toHaveLength(2);
  expect(server.calls.at(-1)?.input).toMatchObject({ workspace: 'main', fields: ['email', 'status'] });
  expect(await saved()).toEqual(twentyFields);
  await writeFile(file, stdout);
  expect(JSON.parse((await run('return', file, 'code')).stdout)).toEqual(twentyFields);
});

test('where a record comes out otherwise nothing is written, and the exit code says so', async () => {
  differences = [
    { side: 'left', given: { score: 'NaN' }, field: 'score', mapping: 'NaN', code: { refused: 'no number' } },
  ];
  const { code, stdout } = await run('eject', file, 'map', '--write');
  expect(code).toBe(3);
  expect(stdout).toContain('4999 the same, 1 different');
  expect(stdout).toContain('score of {"score":"NaN"}: "NaN" before, refused (no number) in code');
  expect(await saved()).toEqual(twentyFields);
});

test.each([
  ['code that was edited', 'return', 'code', 1, 'was edited since'],
  ['what is no code', 'return', 'map', 1, 'The flow has no code node "map"'],
  ['a node that there is not', 'eject', 'none', 1, 'The flow has no mapping "none"'],
])('refused: %s', async (_name, verb, node, exit, words) => {
  if (node === 'code') {
    await run('eject', file, 'map', '--write');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('export function forward', '// mine\\nexport function forward'));
  }
  const before = await readFile(file, 'utf8');
  const { code, stderr } = await run(verb, file, node, '--write');
  expect({ code, stderr }).toEqual({ code: exit, stderr: expect.stringContaining(words) });
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('standard input is read, and cannot be written to', async () => {
  const stdin = JSON.stringify(twentyFields);
  const piped = await runInTest(['flow', 'eject', '-', 'map'], { url: server.url, stdin });
  expect(piped.code).toBe(0);
  expect(JSON.parse(piped.stdout).nodes.some((node: { kind: string }) => node.kind === 'code')).toBe(true);
  for (const verb of ['eject', 'return']) {
    const refused = await runInTest(['flow', verb, '-', 'map', '--write'], { url: server.url, stdin });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written to') });
  }
});
