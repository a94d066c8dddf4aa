import { MutationObserver, notifyManager, onlineManager } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { createQueryClient } from './query-client.ts';

afterEach(() => {
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

test('a browser that takes itself for offline asks all the same, and tells what came of it', {
  timeout: 20_000,
}, async () => {
  const client = createQueryClient();
  onlineManager.setOnline(false);
  const read = client.fetchQuery({ queryKey: ['read'], queryFn: async () => 'read' });
  expect(client.getQueryState(['read'])?.fetchStatus).toBe('fetching');
  expect(await read).toBe('read');
  const refuse = async () => Promise.reject(new Error('no answer'));
  const write = client
    .getMutationCache()
    .build(client, client.defaultMutationOptions({ mutationFn: refuse }));
  await expect(write.execute(undefined)).rejects.toThrow('no answer');
  client.clear();
});

test('what was begun by a click is known to be under way before any timer fires: the next click finds it so', async () => {
  vi.useFakeTimers();
  const client = createQueryClient();
  const { promise, resolve } = Promise.withResolvers<string>();
  const observer = new MutationObserver(client, { mutationFn: () => promise });
  const shown: boolean[] = [];
  // As a component of React listens.
  const draw = notifyManager.batchCalls(() => void shown.push(observer.getCurrentResult().isPending));
  const stop = observer.subscribe(draw);
  const done = observer.mutate();
  await Promise.resolve();
  expect(shown).toEqual([true]);
  resolve('done');
  expect(await done).toBe('done');
  stop();
  client.clear();
});
