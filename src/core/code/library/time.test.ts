import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as time from './time.ts';

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
  'Africa/Monrovia',
];
const seconds = fc.integer({ min: -4_000_000_000, max: 4_000_000_000 });
const moment = fc
  .tuple(seconds, fc.integer({ min: 0, max: 999_999 }))
  .map(([at, micros]) => time.add(time.fromUnix(at), { micros }));

test('what clocks show leads back to a moment at which they show it', () => {
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), (at, zone) => {
      const local = time.inZone(at, zone);
      const back = time.fromZone(local, zone);
      expect(time.inZone(back, zone)).toBe(local);
      expect(time.compare(back, at)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 300 },
  );
});

test('microseconds and the kind are kept', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: -1000, max: 1000 }), (at, days) => {
      const later = time.add(at, { days, micros: 1 });
      expect(later.endsWith('+00')).toBe(true);
      expect(time.add(later, { micros: -1, days: -days })).toBe(at);
      expect(time.diff(at, later, 'day')).toBe(days < 0 ? zero(days + 1) : days);
      expect(time.fromUnix(time.toUnix(at))).toBe(at);
    }),
  );
  expect(time.add('2026-11-26', { hours: 30 })).toBe('2026-11-27');
  expect(time.add('2026-11-26 10:00:00.000001', { seconds: 1 })).toBe('2026-11-26 10:00:01.000001');
});

const zero = (value: number) => (value === 0 ? 0 : value);

describe('when clocks are put forward or back', () => {
  test.each([
    ['2026-03-29 02:30:00', '2026-03-29 01:30:00+00', 'never shown: as much later'],
    ['2026-10-25 02:30:00', '2026-10-25 00:30:00+00', 'shown twice: the first time'],
    ['2026-10-25 03:00:00', '2026-10-25 02:00:00+00', 'once again'],
    ['1900-01-01 00:00:00', '1899-12-31 23:00:00+00', 'long ago'],
  ])('%s in Berlin is %s (%s)', (local, wanted) => {
    expect(time.fromZone(local, 'Europe/Berlin')).toBe(wanted);
  });

  test('a day later is at the same time of day', () => {
    const start = time.fromZone('2026-03-28 12:00:00', 'Europe/Berlin');
    expect(time.inZone(time.add(start, { days: 1 }, 'Europe/Berlin'), 'Europe/Berlin')).toBe(
      '2026-03-29 12:00:00',
    );
    expect(time.inZone(time.add(start, { hours: 24 }, 'Europe/Berlin'), 'Europe/Berlin')).toBe(
      '2026-03-29 13:00:00',
    );
  });

  test('a day begins at its own midnight', () => {
    expect(time.startOf('2026-07-01 01:00:00+00', 'day', 'Europe/Berlin')).toBe('2026-06-30 22:00:00+00');
    expect(time.startOf('2026-10-25 01:30:00+00', 'hour', 'Europe/Berlin')).toBe('2026-10-25 01:00:00+00');
    expect(time.startOf('2026-11-26 09:30:00.5', 'week')).toBe('2026-11-23 00:00:00');
    expect(time.startOf('2026-11-26', 'quarter')).toBe('2026-10-01');
  });
});

test('months end where they end', () => {
  expect(time.add('2024-02-29', { years: 1 })).toBe('2025-02-28');
  expect(time.add('2026-03-31', { months: -1 })).toBe('2026-02-28');
  expect(time.add('2026-01-15', { months: -13 })).toBe('2024-12-15');
  expect(time.diff('2024-02-29', '2025-02-28', 'year')).toBe(1);
  expect(time.diff('2026-03-15', '2026-02-16', 'month')).toBe(0);
  expect(time.diff('2026-03-15', '2026-02-15', 'month')).toBe(-1);
});

test('what is none says so', () => {
  expect(() => time.add('soon', { days: 1 })).toThrow('it is not a date or time');
  expect(() => time.add('2026-01-01', { days: 0.5 })).toThrow('0.5 is no whole number of a unit');
  expect(() => time.inZone('2026-01-01 00:00:00+00', 'Mars/Base')).toThrow(
    'there is no time zone "Mars/Base"',
  );
  expect(() => time.parse('1', '[x]', 'date')).toThrow('Use tokens such as');
  expect(() => time.startOf('infinity', 'day')).toThrow('infinity is no day');
  expect(time.compare('infinity', '2026-01-01')).toBe(1);
});
