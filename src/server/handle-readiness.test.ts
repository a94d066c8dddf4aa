import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiFixture, apiFixture, outcome, testPublicUrl } from '#testing/api-fixture.ts';
import { appRouter } from './api/app-router.ts';
import { handleReadiness } from './handle-readiness.ts';
import { createServices } from './services.ts';

let fixture: ApiFixture;
beforeAll(async () => {
  fixture = await apiFixture('readiness');
});
afterAll(() => fixture.close());

const ask = (services = fixture.services, query = '') =>
  handleReadiness(services, new Request(`${testPublicUrl}/api/health/ready${query}`));

test('ready when the store answers, with whether a runner is there', async () => {
  const without = await ask();
  expect(without.status).toBe(200);
  expect(await without.json()).toEqual({ ready: true, store: true, missingMigrations: 0, runner: false });
  expect((await ask(fixture.services, '?runner')).status).toBe(503);
  await fixture.runnerSeen();
  expect(await (await ask(fixture.services, '?runner')).json()).toMatchObject({ ready: true, runner: true });
});

test('a store that lacks a migration is not ready', async () => {
  const [last] = await fixture.query<{ id: string }>(
    'update _prisma_migrations set finished_at = null where id = (select max(id) from _prisma_migrations) returning id',
  );
  const answer = await ask();
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ ready: false, store: true, missingMigrations: 1 });
  await fixture.query('update _prisma_migrations set finished_at = now() where id = $1', [last?.id]);
  expect((await ask()).status).toBe(200);
});

test('a store that does not answer is 503, and STORE_UNREACHABLE over the API', async () => {
  const services = createServices({
    databaseUrl: 'postgres://u:p@127.0.0.1:1/x',
    secretKey: randomBytes(32),
    publicUrl: testPublicUrl,
    alertReach: { privateHosts: false },
  });
  expect((await ask(services)).status).toBe(503);
  const caller = { kind: 'user', id: 'u', name: 'u', email: 'u@example.test' } as const;
  const api = appRouter.createCaller({ services, caller });
  expect((await outcome(() => api.flow.list({ workspace: 'main' }))).code).toBe('STORE_UNREACHABLE');
  const key = {
    kind: 'api-key',
    id: 'k',
    name: 'k',
    workspace: { id: 'w', slug: 'w', name: 'w', role: 'owner' },
  } as const;
  const byKey = appRouter.createCaller({ services, caller: key });
  expect((await outcome(() => byKey.flow.list({ workspace: 'w' }))).code).toBe('STORE_UNREACHABLE');
  expect((await outcome(() => byKey.record.list({ workspace: 'w' }))).code).toBe('STORE_UNREACHABLE');
  await services.close();
  // One that takes the connection and says nothing.
  const mute = createServer();
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const hanging = createServices({
    databaseUrl: `postgres://u:p@127.0.0.1:${port}/x`,
    secretKey: randomBytes(32),
    publicUrl: testPublicUrl,
    alertReach: { privateHosts: false },
  });
  mute.on('connection', (socket) => setTimeout(() => socket.destroy(), 1_000).unref());
  const request = new Request(`${testPublicUrl}/api/health/ready`);
  expect(await (await handleReadiness(hanging, request, 50)).json()).toMatchObject({ store: false });
  await new Promise((resolve) => mute.close(resolve));
  await hanging.close();
});

test('the store is spoken to in UTC, whatever zone its server lives in', async () => {
  const [{ name } = { name: '' }] = await fixture.query<{ name: string }>(
    'select current_database() as name',
  );
  await fixture.query(`alter database "${name}" set timezone = 'America/New_York'`);
  const url = new URL(fixture.url);
  // An address of its own: clients are shared by address.
  url.searchParams.set('application_name', 'zones');
  const services = createServices({
    databaseUrl: url.href,
    secretKey: randomBytes(32),
    publicUrl: testPublicUrl,
    alertReach: { privateHosts: false },
  });
  const asked = "select current_setting('timezone') as zone";
  expect((await services.pool.query(asked)).rows).toEqual([{ zone: 'UTC' }]);
  expect(await services.prisma.$queryRawUnsafe(asked)).toEqual([{ zone: 'UTC' }]);
  await services.close();
});
