import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

const graph: FlowGraph = { formatVersion: 1, name: 'Pairs', nodes: [], edges: [] };
const problem = {
  code: 'MATCH_MISSING',
  severity: 'error',
  message: 'Nothing matches.',
  remedy: 'Pair a key.',
  nodeId: 'map',
  edgeId: null,
  fieldIndex: 1,
};

let folder: string;
let file: string;
let server: Awaited<ReturnType<typeof fakeServer>> | undefined;

const serve = async (answers: Parameters<typeof fakeServer>[0]) => {
  server = await fakeServer(answers);
  return server;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-cli-flow-'));
  file = join(folder, 'flow.json');
  await writeFile(file, JSON.stringify(graph));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => rm(folder, { recursive: true }));

test('validate sends the flow and exits 0 when it has no errors', async () => {
  const { url, calls } = await serve({
    'mutation flow.validate': () => ({
      lanes: [{ id: 'a-map-b' }],
      problems: [{ ...problem, severity: 'warning' }],
    }),
  });
  const run = await runInTest(['flow', 'validate', file], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('Pairs: valid, 1 lane\n');
  expect(calls.at(-1)?.input).toEqual({ workspace: 'main', graph, whole: false });
  await runInTest(['flow', 'validate', file, '--whole'], { url });
  expect(calls.at(-1)?.input).toEqual({ workspace: 'main', graph, whole: true });
});

test('validate exits 1 with each problem, its place and its remedy', async () => {
  const { url } = await serve({ 'mutation flow.validate': () => ({ lanes: [], problems: [problem] }) });
  const run = await runInTest(['flow', 'validate', file], { url });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('MATCH_MISSING (map, field 2): Nothing matches.\n      Pair a key.');
});

test('several flows may come in one array, and from standard input', async () => {
  const { url, calls } = await serve({ 'mutation flow.validate': () => ({ lanes: [], problems: [] }) });
  const stdin = JSON.stringify([graph, { ...graph, name: 'Other' }]);
  const run = await runInTest(['flow', 'validate', '-', '--json'], { url, stdin });
  expect(run.json()).toMatchObject([{ name: 'Pairs' }, { name: 'Other' }]);
  expect(calls.filter((call) => call.path === 'flow.validate')).toHaveLength(2);
});

test('a file that is no flow is refused before anything is sent', async () => {
  const { url, calls } = await serve({});
  const wrong = JSON.stringify([graph, { ...graph, nodes: [{ id: 'x', kind: 'rocket' }] }]);
  const run = await runInTest(['flow', 'apply', '-'], { url, stdin: wrong });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('FLOW_MALFORMED  Flow 2 of standard input');
  expect(run.stderr).toContain('node "x"');
  expect(calls).toEqual([]);

  expect(await runInTest(['flow', 'apply', '-'], { url, stdin: '{' })).toMatchObject({ code: 1 });
  expect(await runInTest(['flow', 'apply', join(folder, 'none.json')], { url })).toMatchObject({ code: 2 });
});

test('plan exits 3 when something would change, 0 when nothing, 1 when it could not be deployed', async () => {
  const sentence = 'Rule changes from newest to hold.';
  const suggestion = { nodeId: 'map', left: 'zip', right: 'plz', confidence: 0.876, reason: 'why' };
  const answers: Record<string, object> = {
    changed: { exists: true, changes: [{ sentence }], problems: [], tables: [], suggestions: [] },
    same: { exists: true, changes: [], problems: [], tables: [], suggestions: [] },
    fresh: { exists: false, changes: [], problems: [], tables: [], suggestions: [] },
    broken: { exists: true, changes: [{ sentence }], problems: [problem], tables: [], suggestions: [] },
    open: { exists: true, changes: [], problems: [], tables: [], suggestions: Array(12).fill(suggestion) },
    missing: {
      exists: true,
      changes: [],
      problems: [problem],
      suggestions: [],
      tables: [
        {
          connection: 'app',
          stream: 'people',
          from: { connection: 'crm', stream: 'public.contacts' },
          statements: [{ stream: 'people', sql: 'CREATE TABLE people (\n  id int\n)' }],
          findings: [{ title: 'x may not create tables', fix: 'GRANT CREATE' }],
          refused: null,
        },
      ],
    },
  };
  const { url } = await serve({
    'mutation flow.plan': (input) => ({
      loses: null,
      moves: [],
      ...answers[(input.graph as FlowGraph).name],
    }),
  });
  const plan = (name: string) =>
    runInTest(['flow', 'plan', '-'], { url, stdin: JSON.stringify({ ...graph, name }) });
  const changed = await plan('changed');
  expect(changed.code).toBe(3);
  expect(changed.stdout).toBe(`changed: 1 change\n  ~ ${sentence}\n`);
  expect(await plan('same')).toMatchObject({ code: 0, stdout: 'same: no changes\n' });
  expect(await plan('fresh')).toMatchObject({ code: 3 });
  const open = await plan('open');
  expect(open.code).toBe(0);
  expect(open.stdout).toContain('  ? map: zip and plz may belong together (88 %): why\n');
  expect(open.stdout).toContain('  ? and 2 more\n');
  expect(await plan('broken')).toMatchObject({ code: 1 });
  const missing = await plan('missing');
  expect(missing.code).toBe(1);
  expect(missing.stdout).toContain(
    '  + people of app would have to be made, like public.contacts of crm:\n      CREATE TABLE people (\n        id int\n      );\n      x may not create tables: GRANT CREATE\n',
  );
  expect(missing.stdout).toContain('create-tables app --from crm --stream public.contacts --sql FILE');
});

test('plan shows code line by line, and what applying would lose', async () => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const code = {
    sentence: 'Changes the code.',
    lines: true,
    before: lines.join('\n'),
    after: lines.with(10, 'LINE').join('\n'),
  };
  const loses = {
    by: 'Ana',
    at: new Date('2026-01-01T10:00:00Z'),
    changes: [{ sentence: 'Adds the note.' }],
  };
  const { url, calls } = await serve({
    'mutation flow.plan': () => ({
      exists: true,
      changes: [code],
      loses,
      problems: [],
      tables: [],
      moves: [],
      suggestions: [],
    }),
    'mutation flow.applyGraph': () => ({ id: 'f1', created: false, version: null, problems: [] }),
  });
  const { stdout } = await runInTest(['flow', 'plan', file], { url });
  expect(stdout).toContain(
    '  ~ Changes the code.\n        line 8\n        line 9\n      - line 10\n      + LINE\n        line 11\n        line 12\n  ! Ana has changed',
  );
  expect(stdout).toContain('refused without --force:\n      Adds the note.\n');
  await runInTest(['flow', 'apply', file], { url });
  expect(calls.at(-1)?.input).toMatchObject({ overwrite: false });
  await runInTest(['flow', 'apply', file, '--force'], { url });
  expect(calls.at(-1)?.input).toMatchObject({ overwrite: true });
});

test('apply saves a draft, and with --deploy says the version', async () => {
  const { url, calls } = await serve({
    'query flow.list': () => [],
    'mutation flow.applyGraph': (input) => ({
      id: 'f1',
      created: true,
      version: input.deploy ? 1 : null,
      problems: [],
    }),
  });
  expect(await runInTest(['flow', 'apply', file], { url })).toMatchObject({
    code: 0,
    stdout: 'Pairs: made as a draft\n',
  });
  const deployed = await runInTest(['flow', 'apply', file, '--deploy', '--message', 'first'], { url });
  expect(deployed).toMatchObject({ code: 0, stdout: 'Pairs: version 1 is deployed\n' });
  expect(calls.at(-1)?.input).toMatchObject({ deploy: true, message: 'first', check: 'samples' });
  await runInTest(['flow', 'apply', file, '--deploy', '--check', 'all'], { url });
  expect(calls.at(-1)?.input).toMatchObject({ deploy: true, check: 'all' });
  const wrong = await runInTest(['flow', 'apply', file, '--deploy', '--check', 'few'], { url });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('samples, all') });
});

test('apply --deploy exits 1 when the flow has errors', async () => {
  const { url } = await serve({
    'query flow.list': () => [],
    'mutation flow.applyGraph': () => ({ id: 'f1', created: false, version: null, problems: [problem] }),
  });
  const run = await runInTest(['flow', 'apply', file, '--deploy', '--wait'], { url });
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('not deployed: it has errors');
});

test('apply --wait shows the first sync of each stream and ends when the flow is live', async () => {
  let asked = 0;
  const status = (phase: FlowStatus['phase'], done: number): FlowStatus => ({
    phase,
    version: 2,
    lanes: [laneStatus(phase === 'live' ? 'live' : 'first-sync', done)],
    error: null,
    retained: {},
    logWarnings: [],
    continuousVerify: false,
    verified: null,
    at: 100 + asked,
  });
  const { url } = await serve({
    'query flow.list': () => [{ id: 'f1', name: 'Pairs', deployedVersion: 1 }],
    'mutation flow.applyGraph': () => ({ id: 'f1', created: false, version: 2, problems: [] }),
    'query flow.status': () => {
      asked++;
      // The first two answers are of the version before.
      if (asked <= 2) return { ...status('live', 0), version: 1 };
      return asked === 3 ? status('first-sync', 250) : status('live', 1000);
    },
  });
  const run = await runInTest(['flow', 'apply', file, '--deploy', '--wait'], { url });
  expect(run.code).toBe(0);
  expect(asked).toBe(4);
  expect(run.stderr).toMatch(
    /public\.contacts +█{5}░{15} {2}25 % {2}250 of ~1,000 rows {2}500\/s, 1\.5 s left/,
  );
  expect(run.stderr).toMatch(/100 % {2}1,000 rows {2}done/);
  expect(run.stdout).toBe('Pairs: version 2 is live\n');
});

test('apply --wait without --deploy is wrong usage', async () => {
  const { url, calls } = await serve({});
  expect(await runInTest(['flow', 'apply', file, '--wait'], { url })).toMatchObject({ code: 2 });
  expect(calls).toEqual([]);
});

test('apply --wait gives up on a fault that somebody must mend, with its reason', async () => {
  const error = { code: 'AUTH_FAILED', message: 'The password is wrong.', retryAt: 1 };
  const { url } = await serve({
    'query flow.list': () => [],
    'mutation flow.applyGraph': () => ({ id: 'f1', created: true, version: 1, problems: [] }),
    'query flow.status': () => ({ phase: 'failing', version: 1, lanes: [], error, retained: {}, at: 1 }),
  });
  const run = await runInTest(['flow', 'apply', file, '--deploy', '--wait', '--json'], { url });
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ error: { code: 'AUTH_FAILED', message: 'The password is wrong.' } });
});

test('[E12] apply --wait gives up where a breaker has stopped a lane, with its reason', async () => {
  const breaker = [{ reason: '5,000 deletes pass the limit.' }];
  const lanes = [{ ...laneStatus('live', 1000), breaker }];
  const { url } = await serve({
    'query flow.list': () => [],
    'mutation flow.applyGraph': () => ({ id: 'f1', created: true, version: 1, problems: [] }),
    'query flow.status': () => ({ phase: 'tripped', version: 1, lanes, error: null, retained: {}, at: 1 }),
  });
  const run = await runInTest(['flow', 'apply', file, '--deploy', '--wait', '--json'], { url });
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ error: { code: 'BREAKER_TRIPPED', message: breaker[0]?.reason } });
});

test('what export prints, apply reads', async () => {
  const { url, calls } = await serve({
    'query flow.find': () => ({ id: 'f1' }),
    'query flow.export': () => ({ graph }),
    'query flow.list': () => [],
    'mutation flow.applyGraph': () => ({ id: 'f1', created: false, version: null, problems: [] }),
  });
  const printed = await runInTest(['flow', 'export', 'Pairs', '--version', '3'], { url });
  expect(calls.at(-1)?.input).toMatchObject({ id: 'f1', number: 3 });
  expect(await runInTest(['flow', 'apply', '-'], { url, stdin: printed.stdout })).toMatchObject({ code: 0 });

  const path = join(folder, 'exported.json');
  expect(await runInTest(['flow', 'export', 'Pairs', '--output', path], { url })).toMatchObject({ code: 0 });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(graph);
});

function laneStatus(phase: 'live' | 'first-sync', done: number): FlowStatus['lanes'][number] {
  const counts = { applied: 0, unchanged: 0, resolved: 0, held: 0, failed: 0, parked: 0, skipped: 0 };
  const direction = { counts, rate: 0, lagP50: null, lagP99: null, lastChangeAt: null };
  const finished = phase === 'live';
  const progress = {
    stream: 'public.contacts',
    done,
    estimate: 1000,
    rate: 500,
    secondsLeft: finished ? 0 : 1.5,
    finished,
  };
  return {
    laneId: 'f1:a-map-b',
    mappingNodeId: 'map',
    conflictNodeId: null,
    leftNodeId: 'a',
    rightNodeId: 'b',
    edgeIds: [],
    phase,
    forward: direction,
    backward: direction,
    firstSync: { left: progress, right: { ...progress, stream: 'public.people' }, over: null },
    repair: null,
    pending: { reconcile: 0, held: 0, parked: 0 },
    queued: { left: 0, right: 0 },
    breaker: [],
    clocks: null,
  };
}
