import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isQuiet, QuietHours } from './quiet-hours.ts';

const berlin = (more: object = {}) =>
  QuietHours.parse({
    timeZone: 'Europe/Berlin',
    days: [1, 2, 3, 4, 5, 6, 7],
    from: '22:00',
    to: '07:00',
    ...more,
  });
const quietAt = (quiet: QuietHours, iso: string) => isQuiet(quiet, Date.parse(iso));

test('a night is quiet from its evening to its morning, by the clock of the place', () => {
  const night = berlin();
  expect(quietAt(night, '2026-01-15T20:59:00Z')).toBe(false); // 21:59 in winter
  expect(quietAt(night, '2026-01-15T21:00:00Z')).toBe(true);
  expect(quietAt(night, '2026-01-16T05:59:00Z')).toBe(true);
  expect(quietAt(night, '2026-01-16T06:00:00Z')).toBe(false);
  // In summer the same clock shows the same an hour earlier.
  expect(quietAt(night, '2026-07-15T20:00:00Z')).toBe(true);
  expect(quietAt(night, '2026-07-16T05:00:00Z')).toBe(false);
});

test('the night in which the clock goes forward is an hour shorter, the one in which it goes back an hour longer', () => {
  const quietMinutes = (from: string) => {
    let count = 0;
    for (let minute = 0; minute < 24 * 60; minute += 1)
      if (isQuiet(berlin(), Date.parse(from) + minute * 60_000)) count += 1;
    return count;
  };
  expect(quietMinutes('2026-01-15T12:00:00Z')).toBe(9 * 60);
  expect(quietMinutes('2026-03-28T12:00:00Z')).toBe(8 * 60);
  expect(quietMinutes('2026-10-24T11:00:00Z')).toBe(10 * 60);
  // A quiet that begins in the hour that is left out begins when it is over.
  const early = berlin({ from: '02:30', to: '04:00' });
  expect(quietAt(early, '2026-03-29T00:59:00Z')).toBe(false); // 01:59, then comes 03:00
  expect(quietAt(early, '2026-03-29T01:00:00Z')).toBe(true);
  // The hour that is shown twice is quiet both times.
  expect(quietAt(early, '2026-10-25T00:45:00Z')).toBe(true);
  expect(quietAt(early, '2026-10-25T01:45:00Z')).toBe(true);
});

test('days are those on which it begins', () => {
  const friday = berlin({ days: [5] });
  expect(quietAt(friday, '2026-01-16T22:00:00Z')).toBe(true); // Friday night
  expect(quietAt(friday, '2026-01-17T05:00:00Z')).toBe(true); // its Saturday morning
  expect(quietAt(friday, '2026-01-17T22:00:00Z')).toBe(false);
  expect(quietAt(friday, '2026-01-16T05:00:00Z')).toBe(false);
  expect(quietAt(berlin({ days: [7] }), '2026-01-19T04:00:00Z')).toBe(true); // Monday, after Sunday
});

test('what lies in the day is as long as it says, and the same times mean a whole day', () => {
  const noon = berlin({ from: '12:00', to: '13:00' });
  expect(quietAt(noon, '2026-01-15T11:30:00Z')).toBe(true);
  expect(quietAt(noon, '2026-01-15T12:00:00Z')).toBe(false);
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      (at) => isQuiet(berlin({ from: '08:00', to: '08:00' }), at.getTime()),
    ),
  );
});

test('a zone, a day or a time that is none is refused', () => {
  expect(() => berlin({ timeZone: 'Europe/Atlantis' })).toThrow();
  expect(() => berlin({ days: [8] })).toThrow();
  expect(() => berlin({ from: '24:00' })).toThrow();
});
