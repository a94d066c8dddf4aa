import { afterEach, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
const removal = { before: 1_760_000_000_000, lines: 1_204_331, open: 12, bytes: 900 * 1024 ** 2 };
const serve = async (preview: object = removal) => {
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query ledger.previewRetention': () => preview,
    'mutation ledger.setPolicy': ({ change }) => ({ keepDays: null, payload: null, ...(change as object) }),
    'query ledger.status': () => ({
      ...{ lines: 5_000_000, bytes: 2_000_000_000, partitions: 9, strayBytes: 0 },
      shared: { keepDays: null, payload: null },
      flows: [
        {
          ...{
            flowId: 'f1',
            name: 'Pairs',
            lines: 5_000_000,
            open: 3,
            removed: 70,
            oldest: null,
            newest: null,
          },
          ...{
            bytes: 2_000_000_000,
            own: { keepDays: 30, payload: null },
            policy: { keepDays: 30, payload: 'full' },
          },
        },
      ],
    }),
  });
  return server;
};
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const changes = (calls: { path: string; input: unknown }[]) =>
  calls.filter(({ path }) => path === 'ledger.setPolicy').map(({ input }) => input);

test('a preview says what would go and how much that frees, and sets nothing', async () => {
  const { url, calls } = await serve();
  const run = await runInTest(['ledger', 'retention', '--flow', 'Pairs', '--keep', '30', '--preview'], {
    url,
  });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('removes 1,204,331 entries older than');
  expect(run.stdout).toContain('freeing about 900.0 MB');
  expect(run.stdout).toContain('12 older ones stay');
  expect(calls.find(({ path }) => path === 'ledger.previewRetention')?.input).toMatchObject({
    flowId: 'f1',
    keepDays: 30,
  });
  expect(changes(calls)).toEqual([]);
});

test('what removes something is confirmed', async () => {
  const { url, calls } = await serve();
  const asked = await runInTest(['ledger', 'retention', '--keep', '30'], { url });
  expect(asked.code).toBe(2);
  expect(changes(calls)).toEqual([]);
  const run = await runInTest(['ledger', 'retention', '--keep', '30', '--yes'], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('lines are kept 30 days');
  expect(changes(calls)).toEqual([{ workspace: 'main', flowId: null, change: { keepDays: 30 } }]);
});

test('a flow goes back to what its workspace says; values are set without a word about time', async () => {
  const { url, calls } = await serve({ before: null, lines: 0, open: 0, bytes: 0 });
  const back = ['ledger', 'retention', '--flow', 'Pairs', '--as-workspace'];
  expect((await runInTest(back, { url })).stdout).toContain('as the workspace says');
  await runInTest(['ledger', 'retention', '--flow', 'Pairs', '--values', 'digests'], { url });
  expect(changes(calls)).toMatchObject([
    { flowId: 'f1', change: { keepDays: null, payload: null } },
    { flowId: 'f1', change: { payload: 'digests' } },
  ]);
});

test.each([
  [[], 'Nothing is to be set'],
  [['--keep', '3', '--for-ever'], 'Several lengths of time'],
  [['--as-workspace'], 'for one flow'],
  [['--keep', '0'], 'whole number from 1'],
])('%j is wrong usage', async (options, words) => {
  const { url, calls } = await serve();
  const run = await runInTest(['ledger', 'retention', ...options], { url });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(words);
  expect(changes(calls)).toEqual([]);
});

test('status tells size, age and what is kept, flow by flow', async () => {
  const { url } = await serve();
  const run = await runInTest(['ledger', 'status'], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/Pairs +5,000,000 +1907\.3 MB +– +3 +70 +30 days +full/);
});
