import { expect, test } from 'vitest';
import { quantiles } from './quantiles.ts';

test('quantiles are of the times in order, whatever order they came in', () => {
  const times = Array.from({ length: 1_000 }, (_, n) => (n * 7) % 1_000);
  expect(quantiles(times)).toEqual({ p50: 500, p95: 950, p99: 990, max: 999 });
  expect(quantiles([3])).toEqual({ p50: 3, p95: 3, p99: 3, max: 3 });
});

test('no times are no result', () => {
  expect(() => quantiles([])).toThrow('no times');
});
