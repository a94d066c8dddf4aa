import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Lane } from '#core/flow/lane.ts';
import { prismaClient } from '#db/prisma-client.ts';
import { createFirstOwner } from '#server/use-cases/create-first-owner.ts';
import type { TestDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';
import { findDemo } from './find-demo.ts';
import { type SeedDemoOptions, seedDemo } from './seed-demo.ts';

const suffix = randomBytes(4).toString('hex');
const names = { role: `seed_${suffix}`, left: `seed_crm_${suffix}`, right: `seed_app_${suffix}` };
let store: TestDatabase;
let pool: pg.Pool;
let options: SeedDemoOptions;
const lines: string[] = [];

beforeAll(async () => {
  store = await testStore('seed_demo');
  pool = new pg.Pool({ connectionString: store.url });
  const prisma = prismaClient(store.url);
  const { workspaceId } = await createFirstOwner(prisma);
  await prisma.$disconnect();
  options = {
    adminUrl: inject('postgresUrl'),
    storeUrl: store.url,
    workspaceId,
    secretKey: randomBytes(32),
    createdBy: 'Syncline',
    log: (line) => lines.push(line),
    names,
    size: { accounts: 50, contacts: 150, deals: 120 },
  };
});

afterAll(async () => {
  await pool.end();
  await store.close();
  const admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`DROP DATABASE ${names.left} WITH (FORCE)`);
  await admin.query(`DROP DATABASE ${names.right} WITH (FORCE)`);
  await admin.query(`DROP ROLE ${names.role}`);
  await admin.end();
});

test('before the seeding there is no demo', async () => {
  expect(await findDemo(pool)).toBeNull();
});

test('the flow is deployed with three lanes between the two databases', async () => {
  expect(await seedDemo(options)).toBe(true);
  const [deployment] = await store.query<{ desired: string; lanes: Lane[]; name: string }>(
    `SELECT d.desired, v.lanes, f.name FROM deployment d
     JOIN flow_version v ON v.id = d."versionId" JOIN flow f ON f.id = d."flowId"`,
  );
  expect(deployment).toMatchObject({ desired: 'running', name: 'CRM and App' });
  expect(deployment?.lanes.map((lane) => [lane.left.stream.name, lane.right.stream.name])).toEqual([
    ['public.accounts', 'public.organizations'],
    ['public.contacts', 'public.people'],
    ['public.deals', 'public.orders'],
  ]);
  const [, contacts, deals] = deployment?.lanes ?? [];
  expect(contacts?.fields.find((field) => field.left === 'email')?.rule).toEqual({
    kind: 'prefer',
    side: 'left',
  });
  expect(deals?.fields.find((field) => field.left === 'amount')?.rule).toEqual({ kind: 'hold' });
  expect(lines).toContain('The demo flow "CRM and App" is deployed.');
});

test('passwords are not in the store in clear', async () => {
  const rows = await store.query<{ text: string }>('SELECT connection::text AS text FROM connection');
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.text).toMatch(/v1\./);
  for (const row of rows) expect(row.text).not.toMatch(/postgres(ql)?:\/\//);
});

test('the demo is found, with its databases', async () => {
  const demo = await findDemo(pool);
  expect(demo).toMatchObject({ workspaceId: options.workspaceId, leftDatabase: names.left });
  const client = new pg.Client({ connectionString: demo?.rightUrl(options.adminUrl) });
  await client.connect();
  const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM people');
  await client.end();
  expect(rows[0]?.n).toBeGreaterThan(100);
});

test('a second time it does nothing', async () => {
  lines.length = 0;
  expect(await seedDemo(options)).toBe(false);
  expect(lines).toEqual([]);
});

test('broken off before the end, it goes on where it was', async () => {
  await store.query("DELETE FROM setting WHERE key = 'demo'");
  expect(await seedDemo(options)).toBe(true);
  expect(await store.query('SELECT count(*)::int AS n FROM flow')).toEqual([{ n: 1 }]);
  expect(await store.query('SELECT count(*)::int AS n FROM connection')).toEqual([{ n: 2 }]);
});
