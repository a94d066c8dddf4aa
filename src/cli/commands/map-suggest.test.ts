import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';
import { contacts, exampleFlow, people } from '#testing/flow-fixtures.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-map-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

const samples = { left: { rows: 9, problem: null }, right: { rows: 0, problem: 'no permission' } };
const thresholds = { accept: 0.85, review: 0.35 };
const names = ['crm', 'public.contacts', 'app', 'public.people'];

async function run(argv: string[], draft: FlowGraph = exampleFlow()) {
  server = await fakeServer({
    'query mapping.suggestFields': () => ({ ...suggestPairs(contacts, people), thresholds, samples }),
    'mutation mapping.suggestForNode': () => ({
      ...suggestPairs(contacts, people),
      ...{ thresholds, samples, left: contacts, right: people },
    }),
    'query mapping.suggestStreams': () => [
      { left: 'public.contacts', right: 'public.people', confidence: 0.93, reason: '3 fields mean the same' },
    ],
    'query connection.streams': ({ name }) => (name === 'crm' ? [contacts] : [people]),
    'query flow.find': () => ({ id: 'f1', name: draft.name, draft, draftRevision: 7 }),
    'mutation flow.saveDraft': () => ({ revision: 8 }),
  });
  const result = await runInTest(['map', 'suggest', ...argv], { url: server.url });
  return { ...result, calls: server.calls };
}
const saved = (calls: { path: string; input: Record<string, unknown> }[]) =>
  calls.find(({ path }) => path === 'flow.saveDraft')?.input;

test('two connections: which streams belong together', async () => {
  const { code, stdout } = await run(['crm', 'app']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/public\.contacts\s+public\.people\s+93 %\s+3 fields mean the same/);
});

test('two streams: a table to be reviewed, with what was not looked at', async () => {
  const { code, stdout, calls } = await run([...names, '--no-values']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/accept\s+email\s+email_address\s+\d+ %\s+names share/);
  expect(stdout).toContain('4 sure enough (0.85 or more), 0 to review');
  expect(stdout).toContain('Values of app public.people were not looked at: no permission');
  expect(calls.find(({ path }) => path === 'mapping.suggestFields')?.input).toMatchObject({
    left: { connection: 'crm', stream: 'public.contacts' },
    right: { connection: 'app', stream: 'public.people' },
    values: false,
  });
  const { stdout: strict } = await run([...names, '--threshold', '1']);
  expect(strict).toContain('0 sure enough (1 or more), 4 to review');
});

test('--json gives every pair with its confidence, and --write a flow with the accepted ones', async () => {
  const file = join(folder, 'flow.json');
  const { json } = await run([...names, '--json', '--write', file]);
  expect(json()).toMatchObject({ matcher: expect.any(String), thresholds, pairs: expect.anything() });
  const graph = FlowGraph.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(graph.name).toBe('crm contacts and app people');
  expect(graph.nodes.find((node) => node.kind === 'mapping')).toMatchObject({
    // Keys of other names are for a person to match.
    match: [],
    fields: [
      {
        left: 'email',
        right: 'email_address',
        decision: { kind: 'automatic', reason: expect.any(String) },
      },
      { left: 'name', right: 'full_name' },
      { left: 'created_at', right: 'created' },
    ],
  });
});

test('a flow: what is open is suggested, and --apply saves it in the draft that was read', async () => {
  const draft = exampleFlow();
  for (const node of draft.nodes) {
    if (node.kind !== 'mapping') continue;
    node.fields = node.fields.filter(({ left }) => left !== 'email' && left !== 'name');
    node.rejected = [{ left: 'name', right: 'full_name' }];
  }
  const { code, stdout, stderr, calls } = await run(['--flow', 'CRM and App', '--apply'], draft);
  expect(code).toBe(0);
  expect(stdout).toContain('email_address');
  expect(stdout).not.toContain('full_name');
  expect(stderr).toContain('1 pair saved in the draft.');
  expect(saved(calls)).toMatchObject({ id: 'f1', revision: 7 });
  const graph = FlowGraph.parse(saved(calls)?.graph);
  const mapping = graph.nodes.find((node) => node.kind === 'mapping');
  expect(mapping?.kind === 'mapping' && mapping.fields.map(({ left }) => left)).toEqual([
    'id',
    'created_at',
    'email',
  ]);
});

test('nothing is saved without --apply, or where nothing is taken', async () => {
  expect(saved((await run(['--flow', 'CRM and App'])).calls)).toBeUndefined();
  expect(saved((await run(['--flow', 'CRM and App', '--apply'])).calls)).toBeUndefined();
});

test('what names neither two connections, nor two streams, nor a mapping is refused', async () => {
  expect(await run(['crm'])).toMatchObject({ code: 2 });
  expect(await run(['crm', 'public.contacts', 'app'])).toMatchObject({ code: 2 });
  expect(await run([...names, '--apply'])).toMatchObject({ code: 2 });
  expect(await run([...names, '--threshold', '2'])).toMatchObject({ code: 2 });
  expect(await run(['--flow', 'CRM and App', 'crm'])).toMatchObject({ code: 2 });
  expect(await run(['--flow', 'CRM and App', '--node', 'none'])).toMatchObject({ code: 1 });
});
