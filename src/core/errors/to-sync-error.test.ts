import { expect, test } from 'vitest';
import { SyncError } from './sync-error.ts';
import { toSyncError } from './to-sync-error.ts';

test('a SyncError stays the same object', () => {
  const error = new SyncError('DEADLOCK', 'x');
  expect(toSyncError(error)).toBe(error);
  expect(error.detail).toBe('');
});

test('another error becomes INTERNAL and keeps its cause', () => {
  const cause = new TypeError('x is not a function');
  const error = toSyncError(cause);
  expect(error).toMatchObject({ code: 'INTERNAL', message: 'x is not a function', cause });
  expect(toSyncError(new RangeError()).message).toBe('RangeError');
});

test('whatever else is thrown is told in words', () => {
  expect(toSyncError('broken').message).toBe('broken');
  for (const thrown of ['', null, undefined, 7, {}]) {
    expect(toSyncError(thrown)).toMatchObject({ code: 'INTERNAL', cause: thrown });
    expect(toSyncError(thrown).message).not.toBe('');
  }
});
