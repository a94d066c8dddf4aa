import { expect, test } from 'vitest';
import { figures } from './format-figures.ts';

test('figures are short and keep their unit', () => {
  expect([0.4, 12.6, 999, 1500, 125_000].map(figures.milliseconds)).toEqual([
    '0 ms',
    '13 ms',
    '999 ms',
    '1.5 s',
    '2 min',
  ]);
  expect([null, 3, 45, 120, 7200].map(figures.seconds)).toEqual(['–', '3.0 s', '45 s', '2 min', '2.0 h']);
  expect([0, 2.34, 180.4].map(figures.perSecond)).toEqual(['0.0/s', '2.3/s', '180/s']);
  expect([12, 2048, 3_500_000].map(figures.bytes)).toEqual(['12 B', '2 kB', '3.3 MB']);
  expect(figures.count(1234567)).toBe('1,234,567');
});

test('a moment is local time, from a Date or from microseconds', () => {
  const date = new Date(2026, 0, 2, 3, 4, 5);
  expect(figures.moment(date)).toBe('2026-01-02 03:04:05');
  expect(figures.moment(date.getTime() * 1000)).toBe('2026-01-02 03:04:05');
  expect(figures.moment(null)).toBe('–');
});
