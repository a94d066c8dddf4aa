import { expect, test } from 'vitest';
import { Closing } from './closing.ts';

test('undoes the last first, each once', async () => {
  const undone: string[] = [];
  const closing = new Closing();
  await closing.add(async () => void undone.push('database'));
  await closing.add(async () => void undone.push('web'));
  await Promise.all([closing.close(), closing.close()]);
  expect(undone).toEqual(['web', 'database']);
});

test('what is added after the end began is undone at once', async () => {
  const closing = new Closing();
  await closing.close();
  let undone = false;
  await closing.add(async () => {
    undone = true;
  });
  expect(undone).toBe(true);
});

test('a step that fails keeps no other from running', async () => {
  let undone = false;
  const closing = new Closing();
  await closing.add(async () => {
    undone = true;
  });
  await closing.add(() => Promise.reject(new Error('stuck')));
  await expect(closing.close()).rejects.toThrow('orderly');
  expect(undone).toBe(true);
});
