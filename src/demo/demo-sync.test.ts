import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { runningSyncline } from '#testing/running-syncline.ts';
import { DIFFERING_ORDERS } from './derive-app-rows.ts';
import { seedDemo } from './seed-demo.ts';

// The demo as a visitor meets it: seeded, synced for the first time, edited on both sides at once.

const suffix = randomBytes(4).toString('hex');
const names = { role: `sync_${suffix}`, left: `sync_crm_${suffix}`, right: `sync_app_${suffix}` };
const flow = 'CRM and App';
let syncline: Awaited<ReturnType<typeof runningSyncline>>;

beforeAll(async () => {
  syncline = await runningSyncline();
  await seedDemo({
    adminUrl: inject('postgresUrl'),
    storeUrl: syncline.store.url,
    workspaceId: syncline.owner.workspaceId,
    secretKey: syncline.secretKey,
    createdBy: 'Syncline',
    log: () => undefined,
    names,
  });
});

afterAll(async () => {
  await json(['cleanup', flow, '--yes']);
  await syncline.close();
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`DROP DATABASE ${names.left} WITH (FORCE)`);
  await admin.query(`DROP DATABASE ${names.right} WITH (FORCE)`);
  await admin.query(`DROP ROLE ${names.role}`);
  await admin.end();
});

async function json<T>(argv: string[]): Promise<T> {
  const result = await syncline.syncline([...argv, '--json']);
  // 3: a check found differences; which, the test looks at.
  expect([0, 3], `${argv.join(' ')}\n${result.stdout}${result.stderr}`).toContain(result.code);
  return JSON.parse(result.stdout) as T;
}

type Verified = {
  agreed: boolean;
  lanes: { checked: number; differing: number; onlyLeft: number; onlyRight: number; pending: number }[];
};
type Waiting = { items: { code: string; detail: string; recordKey: string }[] };

test('[E17] the first sync makes both sides equal but for the amounts that a person decides', async () => {
  await vi.waitFor(
    async () => expect(await json(['flow', 'status', flow])).toMatchObject({ phase: 'live' }),
    {
      timeout: 60_000,
    },
  );
  const { items } = await json<Waiting>(['conflicts', 'list', '--all']);
  expect(items.map((item) => item.code)).toEqual(Array(DIFFERING_ORDERS).fill('CONFLICT_HELD'));
  expect(await json<Waiting>(['conflicts', 'list', '--state', 'parked', '--all'])).toMatchObject({
    items: [],
  });
  const { lanes } = await json<Verified>(['verify', flow]);
  expect(lanes.map(({ differing, onlyLeft, onlyRight }) => differing + onlyLeft + onlyRight)).toEqual([
    0, 0, 0,
  ]);
  expect(lanes.map((lane) => lane.pending)).toEqual([0, 0, DIFFERING_ORDERS]);
  expect(lanes.reduce((sum, lane) => sum + lane.checked, 0)).toBeGreaterThan(5000);
}, 120_000);

test('[E17] after edits on both sides at once, conflicts among them, they are equal again', async () => {
  const done = await json<{ result: { edits: number; conflicts: number; refused: number } }>([
    ...['demo', 'traffic', '--rate', '60', '--conflicts', '20', '--seconds', '8'],
  ]);
  expect(done.result.edits).toBeGreaterThan(200);
  expect(done.result.conflicts).toBeGreaterThan(10);
  await vi.waitFor(
    async () => {
      const { lanes } = await json<Verified>(['verify', flow]);
      expect(lanes.map(({ differing, onlyLeft, onlyRight }) => differing + onlyLeft + onlyRight)).toEqual([
        0, 0, 0,
      ]);
    },
    { timeout: 60_000, interval: 1000 },
  );
  expect(await json<Waiting>(['conflicts', 'list', '--state', 'parked', '--all'])).toMatchObject({
    items: [],
  });
}, 150_000);
