import { expect, test } from 'vitest';
import { LagWindow } from './lag-window.ts';
import { RateWindow } from './rate-window.ts';

test('the rate is taken over the last ten whole seconds', () => {
  const rate = new RateWindow();
  for (let second = 0; second < 20; second += 1) rate.add(30, second * 1e6);
  expect(rate.perSecond(20 * 1e6)).toBe(30);
  expect(rate.perSecond(25 * 1e6)).toBe(15);
  expect(rate.perSecond(40 * 1e6)).toBe(0);
});

test('lag percentiles cover the last minute and nothing older', () => {
  const lag = new LagWindow();
  lag.add(9_999, 0);
  for (let sample = 1; sample <= 50; sample += 1) lag.add(sample, 100 * 1e6);
  expect(lag.quantile(0.5, 110 * 1e6)).toBe(26);
  expect(lag.quantile(0.99, 110 * 1e6)).toBe(50);
  expect(lag.quantile(0.5, 200 * 1e6)).toBeNull();
});
