import { expect, it } from 'vitest';
import { perMinute } from './per-minute.ts';

it('says a rate by the minute', () => {
  expect(perMinute(0)).toBe('0/m');
  expect(perMinute(2.134)).toBe('128/m');
  expect(perMinute(200)).toBe('12,000/m');
});
