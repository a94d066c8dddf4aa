import { afterEach, expect, test } from 'vitest';
import { noOutcomes } from '#core/operations/record-outcome.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const finding = (number: number) => ({
  ...{ number, laneId: 'f1:a-map-b', recordKey: `["${number}"]`, kind: 'differ' },
  ...{ fields: ['email'], rightFields: ['mail'], left: { email: 'L' }, right: { mail: 'R' } },
});

async function serve(
  verifies: object[] = [
    { id: 'v2', state: 'running' },
    { id: 'v1', state: 'done' },
  ],
) {
  const result = { records: 2, lines: 2, counts: { ...noOutcomes(), done: 1, held: 1 }, reasons: [] };
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query operation.list': () => ({ operations: verifies, next: null }),
    'query operation.findings': ({ cursor }) =>
      cursor
        ? { findings: [finding(2)], next: null, count: 2 }
        : { findings: [finding(1)], next: '1', count: 2 },
    'mutation bulk.previewRepair': () => ({ id: 'preview-1' }),
    'mutation bulk.start': () => ({ id: 'run-1' }),
    'query bulk.results': () => ({ records: [], next: null }),
    'query operation.get': () => ({
      ...{ id: 'x', kind: 'bulk', state: 'done', progress: null, result, error: null, input: {} },
    }),
  });
  return server;
}

test('what the last verify found is listed, and some of it repaired', async () => {
  const { url, calls } = await serve();
  const list = await runInTest(['records', 'findings', '--flow', 'CRM', '--all'], { url });
  expect(list.stdout).toMatch(/1 +1 +email L \| R\n *2 +2 +email L \| R/);
  const argv = ['records', 'repair', '--flow', 'CRM', '--field', 'email', '--finding', '1,2', '--by', 'left'];
  const run = await runInTest([...argv, '--yes'], { url });
  expect(run.code).toBe(0);
  expect(calls.find(({ path }) => path === 'bulk.previewRepair')?.input).toEqual({
    ...{ workspace: 'main', numbers: [1, 2], action: { kind: 'repair', by: 'left' } },
    filter: { verifyId: 'v1', field: 'email' },
  });
  expect(run.stderr).toContain('2 records: 1 would be written, 1 wait for a person.');
  expect(calls.find(({ path }) => path === 'bulk.start')?.input).toMatchObject({ records: 2 });
});

test('a flow that was never verified is told so', async () => {
  const { url } = await serve([]);
  const run = await runInTest(['records', 'repair', '--flow', 'CRM', '--dry-run'], { url });
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('was not verified lately') });
});

test.each([
  [[], 'Name one verify.'],
  [['--flow', 'CRM', '--verify', 'v1'], 'Name one verify.'],
  [['--flow', 'CRM', '--finding', '0'], '"0" is no number from 1.'],
  [['--flow', 'CRM', '--by', 'newest'], 'Allowed choices are rules, left, right'],
])('wrong usage exits 2: %j', async (argv, message) => {
  const { url } = await serve();
  expect(await runInTest(['records', 'repair', ...argv, '--yes'], { url })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  });
});
