import { afterEach, expect, test } from 'vitest';
import { eventually } from '#testing/engine/flow-on-databases.ts';
import { testStore } from '#testing/test-store.ts';
import { listenToStore } from './listen-to-store.ts';

let store: Awaited<ReturnType<typeof testStore>>;
let listening: ReturnType<typeof listenToStore>;
afterEach(async () => {
  await listening.close();
  await store.close();
});

test('whoever listens is told that the connection was away, and hears again', async () => {
  store = await testStore('listen');
  const heard: string[] = [];
  let back = 0;
  listening = listenToStore(store.url, { told: (payload) => heard.push(payload) }, () => {
    back += 1;
  });
  const hears = (payload: string) =>
    eventually(`it hears ${payload}`, async () => {
      await store.query(`SELECT pg_notify('told', '${payload}')`);
      return heard.includes(payload);
    });
  await hears('one');
  expect(back).toBe(0);
  await store.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'syncline runner listen'`,
  );
  await eventually('it is back', () => back === 1);
  await hears('two');
  expect(back).toBe(1);
});
