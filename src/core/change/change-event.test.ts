import { expect, test } from 'vitest';
import { otherSide, writerTag } from './change-event.ts';
import { comparePlaces, START } from './position.ts';

test('the other side of each side', () => {
  expect([otherSide('left'), otherSide('right')]).toEqual(['right', 'left']);
});

test('[E6] a lane writes to each side under its own tag', () => {
  expect(writerTag('flow:a-m-b', 'left')).toBe('flow:a-m-b/left');
  expect(writerTag('flow:a-m-b', 'left')).not.toBe(writerTag('flow:a-m-b', 'right'));
});

test('[E2] places are ordered as the log is: by transaction, then within it', () => {
  const place = (position: string, ordinal: number) => ({ position, ordinal });
  const places = [place('B', 0), place('A', 2), place('A', 1), place(START, 9)];
  expect(places.sort(comparePlaces)).toEqual([place(START, 9), place('A', 1), place('A', 2), place('B', 0)]);
  expect(comparePlaces(place('A', 1), place('A', 1))).toBe(0);
});
