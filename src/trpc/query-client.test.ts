import { onlineManager } from '@tanstack/react-query';
import { afterEach, expect, test } from 'vitest';
import { createQueryClient } from './query-client.ts';

afterEach(() => onlineManager.setOnline(true));

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
