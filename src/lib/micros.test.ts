import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoToMicros, microsToIso, nowMicros } from './micros.ts';

test('microseconds survive the way through text', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_000_000_000_000, max: 4_000_000_000_000_000 }), (micros) => {
      expect(isoToMicros(microsToIso(micros))).toBe(micros);
    }),
  );
});

test("PostgreSQL's text of a time in UTC is read", () => {
  expect(isoToMicros('2026-11-22 10:00:00.5+00')).toBe(Date.UTC(2026, 10, 22, 10) * 1000 + 500_000);
});

test('anything else is refused', () => {
  expect(() => isoToMicros('2026-11-22 10:00:00')).toThrow(RangeError);
});

test('the present lies where Date.now says', () => {
  expect(Math.abs(nowMicros() / 1000 - Date.now())).toBeLessThan(2000);
});
