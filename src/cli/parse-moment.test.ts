import { expect, test } from 'vitest';
import { parseMoment } from './parse-moment.ts';

test('so long ago', () => {
  for (const [text, milliseconds] of [
    ['30s', 30_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['3d', 259_200_000],
  ] as const) {
    expect(Math.abs(Date.now() - milliseconds - Date.parse(parseMoment(text)))).toBeLessThan(1000);
  }
});

test('a date is local unless it names a zone', () => {
  expect(parseMoment('2026-03-01T14:30:00+02:00')).toBe('2026-03-01T12:30:00.000Z');
  expect(parseMoment('2026-03-01T14:30:00.123456+02:00')).toBe('2026-03-01T12:30:00.123456Z');
  expect(parseMoment('2026-03-01')).toBe(new Date(2026, 2, 1).toISOString());
});

test('anything else is refused', () => {
  for (const text of ['', 'soon', '3w', '2026-13-01']) expect(() => parseMoment(text)).toThrow(/Write 15m/);
});
