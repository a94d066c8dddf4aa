import { randomBytes } from 'node:crypto';
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

test('ready when the store answers, with whether a runner is there', async () => {
  const without = await handleReadiness(fixture.services);
  expect(without.status).toBe(200);
  expect(await without.json()).toEqual({ ready: true, runner: false });
  await fixture.runnerSeen();
  expect(await (await handleReadiness(fixture.services)).json()).toEqual({ ready: true, runner: true });
});

test('a store that does not answer is 503, and STORE_UNREACHABLE over the API', async () => {
  const services = createServices({
    databaseUrl: 'postgres://u:p@127.0.0.1:1/x',
    secretKey: randomBytes(32),
    publicUrl: testPublicUrl,
    alertReach: { privateHosts: false },
  });
  expect((await handleReadiness(services)).status).toBe(503);
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
});
