import { expect, test } from 'vitest';
import { labelRoom } from './label-room.ts';

const measure = (text: string) => text.length * 6;

test('half of the widest label has room beyond the end of the axis, and short ones as much as ever', () => {
  expect(labelRoom(['1 ms', '1 min 30 s'], measure)).toBe(32);
  expect(labelRoom(['1 ms'], measure)).toBe(18);
  expect(labelRoom([], measure)).toBe(18);
});
