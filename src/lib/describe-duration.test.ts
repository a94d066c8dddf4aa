import { describe, expect, it } from 'vitest';
import { describeDuration } from './describe-duration.ts';

describe('describeDuration', () => {
  it.each([
    [0.4, '<1 ms'],
    [42.4, '42 ms'],
    [1_240, '1.2 s'],
    [60_000, '1 min'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
  ])('says %d ms as %s', (milliseconds, words) => {
    expect(describeDuration(milliseconds)).toBe(words);
  });
});
