import { expect, test } from 'vitest';
import { counted } from './counted.ts';

test('one thing is one, and all other numbers are many', () => {
  expect([0, 1, 2, 1_000_000].map((count) => counted(count, 'record'))).toEqual([
    '0 records',
    '1 record',
    '2 records',
    '1,000,000 records',
  ]);
  expect([1, 3].map((count) => counted(count, 'entry', 'entries'))).toEqual(['1 entry', '3 entries']);
});
