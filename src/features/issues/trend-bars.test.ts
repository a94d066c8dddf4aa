import { expect, test } from 'vitest';
import { trendBars } from './trend-bars.ts';

const now = Date.parse('2026-03-10T10:20:00Z');
const hours = [
  { hour: '2026-03-08T23:00:00.000Z', lines: 5 },
  { hour: '2026-03-09T01:00:00.000Z', lines: 2 },
  { hour: '2026-03-10T09:00:00.000Z', lines: 3 },
  { hour: '2026-03-10T10:00:00.000Z', lines: 4 },
];

test('the last 24 hours end with the present one', () => {
  const bars = trendBars(hours, 'hours', now);
  expect(bars).toHaveLength(24);
  expect(bars.slice(-2).map(({ lines }) => lines)).toEqual([3, 4]);
  expect(bars.reduce((sum, { lines }) => sum + lines, 0)).toBe(7);
});

test('days are days of UTC, and no line is lost or counted twice', () => {
  const bars = trendBars(hours, 'days', now);
  expect(bars).toHaveLength(30);
  expect(bars.slice(-3).map(({ lines }) => lines)).toEqual([5, 2, 7]);
});
