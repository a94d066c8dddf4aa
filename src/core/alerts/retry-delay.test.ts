import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryAttempts, longestRetry, retryAfter, retryDelay } from './retry-delay.ts';

test('the pause doubles up to four hours, and chance leaves out half of it at most', () => {
  expect(retryDelay(1, 1)).toBe(10_000);
  expect(retryDelay(2, 1)).toBe(20_000);
  expect(retryDelay(60, 1)).toBe(4 * 3_600_000);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: deliveryAttempts }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, chance) => {
        const whole = retryDelay(n, 1);
        expect(retryDelay(n, chance)).toBeGreaterThanOrEqual(whole / 2);
        expect(retryDelay(n, chance)).toBeLessThanOrEqual(whole);
      },
    ),
  );
});

test('a receiver says in seconds or by a date for how long it wants to be left alone', () => {
  const now = Date.UTC(2026, 0, 1);
  expect(retryAfter('120', now)).toBe(120_000);
  expect(retryAfter('Thu, 01 Jan 2026 00:02:00 GMT', now)).toBe(120_000);
  expect(retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0);
  expect(retryAfter('9'.repeat(400), now)).toBe(longestRetry);
  for (const header of [undefined, '', '-1', '1.5', 'soon', '2026-01-02', 'never GMT'])
    expect(retryAfter(header, now)).toBe(null);
});

test('all attempts together take about half a day', () => {
  let total = 0;
  for (let attempt = 1; attempt < deliveryAttempts; attempt += 1) total += retryDelay(attempt, 0.5);
  expect(total / 3_600_000).toBeGreaterThan(10);
  expect(total / 3_600_000).toBeLessThan(20);
});
