import { afterEach, expect, test } from 'vitest';
import type { VerifyReport } from '#core/ledger/verify-report.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
const serve = async (answers: Parameters<typeof fakeServer>[0]) => {
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'mutation operation.startVerify': () => ({ id: 'o1' }),
    'mutation operation.cancel': () => ({ asked: true }),
    ...answers,
  });
  return server;
};
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const lane: VerifyReport['lanes'][number] = {
  laneId: 'f1:a-map-b',
  left: 'public.contacts',
  right: 'public.people',
  checked: 2400,
  differing: 0,
  onlyLeft: 0,
  onlyRight: 0,
  inFlight: 0,
  pending: 0,
  samples: [],
  way: 'digests',
  why: null,
};
const operation = { id: 'o1', kind: 'verify', state: 'done', progress: { checked: 2400 }, error: null };

test('verify exits 0 when both sides agree', async () => {
  const result: VerifyReport = { agreed: true, lanes: [lane], at: 1, repair: null };
  let asked = 0;
  const { url, calls } = await serve({
    'query operation.get': () =>
      asked++ === 0
        ? {
            ...operation,
            state: 'running',
            progress: { lane: 'public.contacts', checked: 1000, estimate: 2400 },
          }
        : { ...operation, result },
  });
  const run = await runInTest(['verify', 'Pairs'], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain(
    'Pairs: both sides agree as of 1970-01-01 00:00:00 UTC: 2,400 of 2,400 records, 0 in flight, 0 differ',
  );
  expect(run.stdout).toMatch(/public\.contacts ⇄ public\.people +2,400 +0/);
  expect(run.stderr).toContain('1,000 of ~2,400 records compared, now public.contacts');
  expect(calls.find((call) => call.path === 'operation.startVerify')?.input).toMatchObject({ flowId: 'f1' });
});

test('verify exits 3 and prints what disagrees, each field under both names', async () => {
  const samples: VerifyReport['lanes'][number]['samples'] = [
    {
      recordKey: '["42"]',
      kind: 'differ',
      fields: ['phone'],
      rightFields: ['mobile'],
      left: { id: '42', phone: '1' },
      right: { key: '42', mobile: null },
    },
    {
      recordKey: '["43"]',
      kind: 'only-left',
      fields: [],
      rightFields: [],
      left: { id: '43', phone: '1' },
      right: null,
    },
  ];
  const result: VerifyReport = {
    agreed: false,
    lanes: [{ ...lane, differing: 5, onlyLeft: 1, samples, way: 'rows', why: 'a and b are special.' }],
    at: 1,
    repair: null,
  };
  const { url } = await serve({ 'query operation.get': () => ({ ...operation, result }) });
  const run = await runInTest(['verify', 'Pairs'], { url });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain('the sides disagree');
  expect(run.stdout).toContain('Read row by row: a and b are special.');
  expect(run.stdout).toContain('  42: phone 1 | ∅\n  43: only in public.contacts\n  and 4 more');

  const json = await runInTest(['verify', 'Pairs', '--json'], { url });
  expect(json).toMatchObject({ code: 3, stderr: '' });
  expect(json.json()).toEqual({ operation: 'o1', ...result });
});

test('verify --repair asks for it, exits 0 when a second look agrees, and says what was repaired', async () => {
  const repair = { found: 1200, settled: 1200, held: 0, parked: 0, open: 0 };
  const result: VerifyReport = { agreed: true, lanes: [lane], at: 1, repair };
  const { url, calls } = await serve({ 'query operation.get': () => ({ ...operation, result }) });
  const run = await runInTest(['verify', 'Pairs', '--repair'], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('Repaired 1,200 of 1,200 records.');
  const started = calls.find((call) => call.path === 'operation.startVerify');
  expect(started?.input).toMatchObject({ flowId: 'f1', repair: true });
});

test('verify --continuous switches it on and compares nothing now', async () => {
  const { url, calls } = await serve({ 'mutation flow.setContinuousVerify': () => null });
  const run = await runInTest(['verify', 'Pairs', '--continuous', 'on'], { url });
  expect(run).toMatchObject({ code: 0, stdout: 'Pairs: continuous verify is on.\n' });
  expect(calls.map((call) => call.path)).not.toContain('operation.startVerify');
  const asked = calls.find((call) => call.path === 'flow.setContinuousVerify');
  expect(asked?.input).toMatchObject({ id: 'f1', on: true });
  expect((await runInTest(['verify', 'Pairs', '--continuous', 'maybe'], { url })).code).toBe(2);
});

test('verify --repair exits 3 when not all could be repaired', async () => {
  const repair = { found: 5, settled: 2, held: 1, parked: 1, open: 1 };
  const lanes = [{ ...lane, onlyRight: 1, pending: 2 }];
  const result: VerifyReport = { agreed: false, lanes, at: 1, repair };
  const { url } = await serve({ 'query operation.get': () => ({ ...operation, result }) });
  const run = await runInTest(['verify', 'Pairs', '--repair'], { url });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain(
    'Repaired 2 of 5 records, 1 held for a person, 1 parked after a failure, 1 not settled.',
  );
});

test('verify exits 3 and says so when records wait', async () => {
  const result: VerifyReport = { agreed: false, lanes: [{ ...lane, pending: 8 }], at: 1, repair: null };
  const { url } = await serve({ 'query operation.get': () => ({ ...operation, result }) });
  const run = await runInTest(['verify', 'Pairs'], { url });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain('Pairs: both sides agree, but for 8 that wait');
});

test('verify exits 1 with the reason when it could not be done', async () => {
  const error = { code: 'FLOW_NOT_RUNNING', message: 'The flow is paused.', remedy: 'Resume it.' };
  const { url } = await serve({ 'query operation.get': () => ({ ...operation, state: 'failed', error }) });
  const run = await runInTest(['verify', 'Pairs'], { url });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('FLOW_NOT_RUNNING  The flow is paused.\nResume it.');
});

test('an interruption cancels the operation that the command began', async () => {
  const controller = new AbortController();
  const { url, calls } = await serve({
    'query operation.get': () => {
      controller.abort();
      return { ...operation, state: 'running' };
    },
  });
  const run = await runInTest(['verify', 'Pairs'], { url, signal: controller.signal });
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('Interrupted.');
  expect(calls.at(-1)).toMatchObject({ path: 'operation.cancel', input: { id: 'o1' } });
});

test('operations watch leaves it running when interrupted', async () => {
  const controller = new AbortController();
  const { url, calls } = await serve({
    'query operation.get': () => {
      controller.abort();
      return { ...operation, state: 'running' };
    },
  });
  await runInTest(['operations', 'watch', 'o1'], { url, signal: controller.signal });
  expect(calls.some((call) => call.path === 'operation.cancel')).toBe(false);
});

test('operations cancel does not promise to end what has ended already', async () => {
  const { url } = await serve({});
  const asked = await runInTest(['operations', 'cancel', 'o1'], { url });
  expect(asked.stdout).toContain('It ends as soon as its runner notices.');
  await server?.close();
  const ended = await serve({ 'mutation operation.cancel': () => ({ asked: false }) });
  const late = await runInTest(['operations', 'cancel', 'o1'], { url: ended.url });
  expect(late.stdout).toContain('It has ended already');
});

test('demo traffic passes what was asked and shows what came of it', async () => {
  const made = {
    edits: 500,
    inserts: 20,
    updates: 470,
    deletes: 10,
    conflicts: 12,
    refused: 0,
    rate: 100.2,
    elapsed: 5,
  };
  const { url, calls } = await serve({
    'mutation operation.startDemoTraffic': () => ({ id: 'o2' }),
    'query operation.get': () => ({
      ...operation,
      kind: 'demo-traffic',
      progress: made,
      result: made,
    }),
  });
  const argv = ['demo', 'traffic', '--rate', '100', '--conflicts', '10', '--seconds', '5'];
  const run = await runInTest(argv, { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toBe('500 edits in 5.0 s, 100/s; 470 updates, 20 inserts, 10 deletes; 12 conflicts\n');
  expect(calls.find((call) => call.path === 'operation.startDemoTraffic')?.input).toEqual({
    workspace: 'main',
    rate: 100,
    conflicts: 10,
    seconds: 5,
  });
});

test('operations list says what each did, and how far it is', async () => {
  const counts = { done: 4, nothing: 0, refused: 13, held: 0, parked: 0, failed: 0 };
  const progress = {
    done: 17,
    total: 17,
    lines: 17,
    totalLines: 0,
    rate: 0,
    secondsLeft: 0,
    counts,
    waiting: null,
  };
  const bulk = { id: 'o2', kind: 'bulk', state: 'done', progress, createdAt: new Date(0), createdBy: 'Ana' };
  const action = { kind: 'replay', from: 'source' };
  const { url } = await serve({
    'query operation.list': () => ({
      operations: [
        { ...bulk, input: { action, dryRun: false } },
        { ...bulk, input: { action, dryRun: true } },
        { ...operation, createdAt: new Date(0), createdBy: 'Ana', input: {} },
      ],
    }),
  });
  const { stdout } = await runInTest(['operations', 'list'], { url });
  expect(stdout).toMatch(/o2 +Replay records +done +17 of 17 records, 4 done, 13 refused +1970/);
  expect(stdout).toMatch(/o2 +Preview: replay records +done/);
  expect(stdout).toMatch(/o1 +verify +done +2,400 records compared +1970/);
});
