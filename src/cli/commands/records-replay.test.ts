import { afterEach, expect, test } from 'vitest';
import type { BulkResult } from '#core/operations/bulk-progress.ts';
import { noOutcomes } from '#core/operations/record-outcome.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const sample = {
  ...{ laneId: 'f1:a-map-b', recordKey: '["42"]', outcome: 'done', code: null, detail: 'Sets phone.' },
  before: { left: { id: '42', phone: '1' }, right: { id: '42', phone: null } },
  after: { left: { id: '42', phone: '1' }, right: { id: '42', phone: '1' } },
};

/** A server whose preview and run come to these counts. */
async function serve(counts: Partial<BulkResult['counts']>, run: object = {}) {
  const result: BulkResult = {
    effects: [],
    ...{ records: 1300, lines: 1400, counts: { ...noOutcomes(), ...counts } },
    reasons: counts.refused ? [{ outcome: 'refused', code: 'CHANGED_SINCE', count: counts.refused }] : [],
  };
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query issue.show': () => ({ issue: { id: '3f2a91bc' } }),
    'mutation bulk.preview': () => ({ id: 'preview-1' }),
    'mutation bulk.start': () => ({ id: 'run-1' }),
    'query bulk.results': () => ({ records: [sample], next: null }),
    'query operation.get': ({ id }) => ({
      ...{ id, kind: 'bulk', state: 'done', progress: null, result, error: null, input: {} },
      ...(id === 'run-1' && run),
    }),
  });
  return server;
}

const replay = ['records', 'replay', '--flow', 'CRM', '--status', 'parked'];

test('a dry run tells what would be done, and exits 3 where records would be refused', async () => {
  const { url, calls } = await serve({ done: 1284, refused: 16 });
  const run = await runInTest([...replay, '--dry-run'], { url });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain('1,300 records in 1,400 lines: 1,284 would be written, 16 cannot be done.');
  expect(run.stdout).toMatch(/16 +CHANGED_SINCE/);
  expect(run.stdout).toMatch(/42 +done +Sets phone\. +id: 42.*\n? *phone: null → 1|phone: null → 1/);
  expect(calls.find(({ path }) => path === 'bulk.preview')?.input).toEqual({
    workspace: 'main',
    filter: { flowId: 'f1', status: ['parked'] },
    action: { kind: 'replay', from: 'source' },
  });
  expect(calls.some(({ path }) => path === 'bulk.start')).toBe(false);
});

test('it is done with the number that the preview found, at the rate that is wanted', async () => {
  const { url, calls } = await serve({ done: 1284 });
  const run = await runInTest([...replay, '--from', 'logged', '--yes', '--rate', '200', '--json'], { url });
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ id: 'run-1', counts: { done: 1284 } });
  expect(calls.find(({ path }) => path === 'bulk.start')?.input).toEqual({
    ...{ workspace: 'main', previewId: 'preview-1', records: 1284, rate: 200 },
  });
});

test('one that ends early tells why, and what was done until then', async () => {
  const error = {
    code: 'NOT_FOUND',
    message: 'The flow is not deployed any more.',
    remedy: 'Check the name.',
  };
  const { url } = await serve({ done: 700 }, { state: 'failed', error });
  const run = await runInTest([...replay, '--yes'], { url });
  expect(run.code).not.toBe(0);
  expect(run.stderr).toContain('It ended early. Until then:');
  expect(run.stderr).toContain('700 done');
  expect(run.stderr).toContain('The flow is not deployed any more.');
});

test('nothing is done where nobody can be asked, or nothing is to be done', async () => {
  const { url, calls } = await serve({ done: 3 });
  expect((await runInTest(replay, { url })).code).toBe(2);
  await server?.close();
  const empty = await serve({ nothing: 9 });
  const run = await runInTest([...replay, '--yes'], { url: empty.url });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('There is nothing to be done.');
  expect([...calls, ...empty.calls].some(({ path }) => path === 'bulk.start')).toBe(false);
});

test('an operation is paused, resumed, and told record by record', async () => {
  server = await fakeServer({
    'mutation operation.pause': () => ({ asked: true }),
    'mutation operation.resume': () => ({ asked: false }),
    'query bulk.results': () => ({ records: [sample], next: null }),
  });
  const { url, calls } = server;
  expect((await runInTest(['operations', 'pause', 'op1'], { url })).code).toBe(0);
  expect(await runInTest(['operations', 'resume', 'op1'], { url })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('does not rest'),
  });
  const run = await runInTest(['operations', 'results', 'op1', '--outcome', 'done'], { url });
  expect(run.stdout).toMatch(/42 +done +Sets phone\./);
  expect(calls.at(-1)?.input).toMatchObject({ id: 'op1', outcome: 'done', limit: 50 });
});

test('records ignore wants a reason, and a rate is set while an action runs', async () => {
  const { url, calls } = await serve({ done: 3 });
  const ignore = ['records', 'ignore', '--flow', 'CRM', '--status', 'parked'];
  expect((await runInTest([...ignore, '--yes'], { url })).code).toBe(2);
  expect((await runInTest([...ignore, '--reason', 'known since May', '--yes'], { url })).code).toBe(0);
  expect(calls.find(({ path }) => path === 'bulk.preview')?.input).toEqual({
    workspace: 'main',
    filter: { flowId: 'f1', status: ['parked'] },
    action: { kind: 'ignore', reason: 'known since May' },
  });
  await server?.close();
  server = await fakeServer({ 'mutation operation.setRate': ({ rate }) => ({ set: rate !== 7 }) });
  const rate = (wanted: string) =>
    runInTest(['operations', 'rate', 'op1', wanted], { url: server?.url ?? '' });
  expect(await rate('200')).toMatchObject({ code: 0, stdout: 'At most 200 records a second.\n' });
  expect(server.calls.at(-1)?.input).toEqual({ workspace: 'main', id: 'op1', rate: 200 });
  expect((await rate('none')).stdout).toBe('It goes as fast as it can.\n');
  expect(await rate('7')).toMatchObject({ code: 1, stderr: expect.stringContaining('has ended') });
  for (const wrong of ['0', '1.5', 'fast']) expect((await rate(wrong)).code).toBe(2);
});

test('records revert asks for the values before, on the sides that are wanted', async () => {
  const { url, calls } = await serve({ done: 1284, refused: 16 });
  const filters = ['--field', 'price', '--flow-version', '7', '--cause', 'live', '--issue', '3f2a91'];
  const took = ['--slower-than', '250ms', '--faster-than', '1.5s'];
  const argv = ['records', 'revert', '--flow', 'CRM', ...filters, ...took, '--on', 'left', '--dry-run'];
  expect((await runInTest(argv, { url })).code).toBe(3);
  expect(calls.find(({ path }) => path === 'bulk.preview')?.input).toEqual({
    workspace: 'main',
    filter: {
      ...{ flowId: 'f1', field: 'price', version: 7, cause: 'live', issueId: '3f2a91bc' },
      took: { least: 250, under: 1500 },
    },
    action: { kind: 'revert', sides: 'left' },
  });
});
