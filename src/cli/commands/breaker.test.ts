import { afterEach, expect, test } from 'vitest';
import { fakeServer } from '#testing/cli/fake-server.ts';
import { runInTest } from '#testing/cli/run-in-test.ts';

let server: Awaited<ReturnType<typeof fakeServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const trip = {
  laneId: 'f1:a-map-b',
  side: 'left',
  trippedAt: 1_700_000_000_000_000,
  until: '00A0',
  from: { connection: 'crm', stream: 'public.contacts' },
  to: { connection: 'app', stream: 'public.people' },
  twoWay: true,
  figures: { deletes: 5000, overwrites: 2 },
  preview: {
    reason: '5,000 deletes within 60 s on app public.people pass the limit.',
    complete: true,
    streams: [
      { stream: 'public.contacts', stopped: true, insert: 0, update: 2, delete: 5000, truncate: 0 },
      { stream: 'public.deals', stopped: false, insert: 7, update: 0, delete: 0, truncate: 0 },
    ],
    truncated: 0,
    transactionCount: 31,
    transactions: [{ position: '00A0', commitTime: 1_700_000_000_000_000, changes: 5002 }],
    samples: [{ op: 'delete', key: { id: '7' }, before: { id: '7', email: 'ann@x.test' }, after: null }],
  },
};

async function run(trips: unknown[], ...argv: string[]) {
  const decided: unknown[] = [];
  server = await fakeServer({
    'query flow.find': () => ({ id: 'f1' }),
    'query breaker.show': () => trips,
    'mutation breaker.decide': (input) => void decided.push(input),
  });
  return { ...(await runInTest(['breaker', ...argv], { url: server.url })), decided };
}

test('[E12] show tells what a stopped lane was about to do', async () => {
  const { code, stdout } = await run([trip], 'show', 'CRM');
  expect(code).toBe(0);
  expect(stdout).toContain('crm public.contacts → app public.people');
  expect(stdout).toMatch(/public\.contacts +stopped +0 +2 +5,000 +0/);
  expect(stdout).toMatch(/public\.deals +waits behind it +7/);
  expect(stdout).toContain('and 30 more transactions');
  expect(stdout).toContain('id=7 email=ann@x.test');
  await server?.close();
  expect((await run([], 'show', 'CRM')).stdout).toContain('No breaker has stopped CRM.');
});

test.each(['approve', 'discard'])('[E12] %s decides what was seen', async (verdict) => {
  const { code, stdout, decided } = await run([trip], verdict, 'CRM');
  expect(code).toBe(0);
  expect(stdout).toContain('5,000 deletes and 2 updates of public.contacts');
  expect(decided).toEqual([
    {
      workspace: 'main',
      id: 'f1',
      laneId: trip.laneId,
      side: 'left',
      trippedAt: trip.trippedAt,
      until: '00A0',
      verdict,
    },
  ]);
});

test('[E12] where nothing is stopped there is nothing to decide', async () => {
  expect(await run([], 'approve', 'CRM')).toMatchObject({ code: 1, decided: [] });
  await server?.close();
  const other = await run([trip], 'discard', 'CRM', '--stream', 'public.deals');
  expect(other).toMatchObject({ code: 1, decided: [] });
  expect(other.stderr).toContain('No breaker has stopped public.deals of CRM');
});
