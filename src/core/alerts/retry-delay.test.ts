import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliveryAttempts, retryDelay } from './retry-delay.ts';

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

test('all attempts together take about half a day', () => {
  let total = 0;
  for (let attempt = 1; attempt < deliveryAttempts; attempt += 1) total += retryDelay(attempt, 0.5);
  expect(total / 3_600_000).toBeGreaterThan(10);
  expect(total / 3_600_000).toBeLessThan(20);
});
