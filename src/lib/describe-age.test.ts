import { describe, expect, it } from 'vitest';
import { describeAge } from './describe-age.ts';

describe('describeAge', () => {
  it.each([
    [0, 'now'],
    [1_999, 'now'],
    [12_400, '12 s ago'],
    [61_000, '1 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [5 * 86_400_000, '5 d ago'],
    [70 * 86_400_000, '2 mo ago'],
    [800 * 86_400_000, '2 y ago'],
    [-180_000, 'in 3 min'],
  ])('says %i ms as %s', (milliseconds, words) => {
    expect(describeAge(milliseconds)).toBe(words);
  });
});
