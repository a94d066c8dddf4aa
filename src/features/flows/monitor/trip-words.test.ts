import { expect, test } from 'vitest';
import { type Trip, tripWords } from './trip-words.ts';

const trip = (deletes: number, overwrites: number, kinds: Trip['kinds']) =>
  ({ kinds, figures: { deletes, overwrites } }) as Trip;

test('[E12] the figures that stand on the button', () => {
  expect(tripWords(trip(5000, 0, ['deletes']))).toBe('5,000 deletes');
  expect(tripWords(trip(1, 2, ['deletes']))).toBe('1 delete and 2 updates');
  expect(tripWords(trip(0, 10_000, ['overwrites']))).toBe('10,000 updates');
});
