import { afterEach, expect, test } from 'vitest';
import { parsePrometheus } from '#testing/prometheus-text.ts';
import { type RunnerState, startStatusServer } from './status-server.ts';

let server: Awaited<ReturnType<typeof startStatusServer>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(state: RunnerState, token: string | null = null) {
  server = await startStatusServer(() => state, {
    host: '127.0.0.1',
    port: 0,
    access: { token, addressesKnown: true },
  });
  const { port } = server;
  return (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
}

test('a runner is alive while it looks at its work, and ready while the store answers', async () => {
  const state = { lookedAt: Date.now(), storeAt: Date.now(), flows: 2 };
  const ask = await start(state);
  expect((await ask('/health')).status).toBe(200);
  expect(await (await ask('/ready')).json()).toEqual({ ready: true, flows: 2 });
  state.storeAt -= 60_000;
  expect((await ask('/ready')).status).toBe(503);
  expect((await ask('/health')).status).toBe(200);
  state.lookedAt -= 120_000;
  expect((await ask('/health')).status).toBe(503);
  expect((await ask('/')).status).toBe(404);
});

test('its metrics are valid, and want the token where there is one', async () => {
  const state = { lookedAt: 0, storeAt: 0, flows: 3 };
  const families = parsePrometheus(await (await (await start(state))('/metrics')).text());
  expect(families.get('syncline_runner_flows')?.samples).toMatchObject([{ value: 3 }]);
  await server?.close();
  const ask = await start(state, 't');
  expect((await ask('/metrics')).status).toBe(403);
  expect((await ask('/metrics', { authorization: 'Bearer t' })).status).toBe(200);
});
