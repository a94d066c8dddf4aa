import { expect, test } from 'vitest';
import { nextStep } from './next-step.ts';

const steps = { least: 1_000, most: 8_000 };

test.each([
  ['a quick step is followed by one four times as large', { lines: 1_000, took: 1 }, 100, 4_000],
  ['but by none larger than the most', { lines: 4_000, took: 1 }, 100, 8_000],
  ['where the time is short, by what takes half of it', { lines: 4_000, took: 50 }, 50, 2_000],
  ['where not even the least fits, by none', { lines: 4_000, took: 50 }, 10, null],
  ['nor where the time is up', { lines: 4_000, took: 50 }, -1, null],
] as const)('%s', (_, last, left, wanted) => {
  expect(nextStep(steps, last, left)).toBe(wanted);
});
