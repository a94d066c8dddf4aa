import { afterEach, expect, test } from 'vitest';
import { SyncError } from '#core/errors/sync-error.ts';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const owned = [
  { connection: 'crm', objects: [{ kind: 'replication slot', name: 'syncline_ab12' }], error: null },
  { connection: 'app', objects: [{ kind: 'publication', name: 'syncline_cd34' }], error: null },
];

/** The flow is there for a moment longer after it was deleted, as long as the runner takes. */
async function serve() {
  let left: number | null = null;
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query flow.owned': () => owned,
    'mutation flow.delete': () => {
      left = 1;
      return { done: false };
    },
    'query flow.get': () => {
      if (left !== null && left-- <= 0) throw new SyncError('NOT_FOUND', 'There is no such flow.');
      return { id: 'f1' };
    },
  });
  return server;
}

const deletions = () => server?.calls.filter((call) => call.path === 'flow.delete') ?? [];

test('a dry run lists what would be removed and touches nothing', async () => {
  const { url } = await serve();
  const run = await runInTest(['cleanup', 'Pairs', '--dry-run'], { url });
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/crm +replication slot +syncline_ab12/);
  expect(deletions()).toEqual([]);
});

test('without --yes and without a terminal it refuses, after naming everything', async () => {
  const { url } = await serve();
  const run = await runInTest(['cleanup', 'Pairs'], { url });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('syncline_cd34');
  expect(run.stderr).toContain('--yes');
  expect(deletions()).toEqual([]);
});

test('with --yes it deletes the flow and waits until it is gone', async () => {
  const { url, calls } = await serve();
  const run = await runInTest(['cleanup', 'Pairs', '--yes', '--json'], { url });
  expect(run.code).toBe(0);
  expect(run.json()).toEqual({ flow: 'Pairs', removed: true, owned });
  expect(deletions()).toMatchObject([{ input: { id: 'f1', confirm: 'Pairs' } }]);
  expect(calls.filter((call) => call.path === 'flow.get').length).toBe(2);
});

test('flow delete needs the name again', async () => {
  const { url } = await serve();
  expect(await runInTest(['flow', 'delete', 'Pairs'], { url })).toMatchObject({ code: 2 });
  expect(await runInTest(['flow', 'delete', 'Pairs', '--confirm', 'Pair'], { url })).toMatchObject({
    code: 2,
  });
  expect(deletions()).toEqual([]);
  const run = await runInTest(['flow', 'delete', 'Pairs', '--confirm', 'Pairs'], { url });
  expect(run).toMatchObject({ code: 0, stdout: 'Deleted Pairs.\n' });
});
