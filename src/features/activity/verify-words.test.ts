import { describe, expect, it } from 'vitest';
import { verifyWords } from './verify-words.ts';

const lane = {
  laneId: 'l',
  left: 'a',
  right: 'b',
  checked: 9,
  inFlight: 2,
  way: 'digests',
  why: null,
} as const;
const none = { differing: 0, onlyLeft: 0, onlyRight: 0, pending: 0 };
const result = (...counts: Partial<typeof none>[]) => ({
  agreed: false,
  at: 0,
  repair: null,
  lanes: counts.map((count) => ({ ...lane, samples: [], ...none, ...count })),
});

describe('verifyWords', () => {
  it('tells what is unexplained from what waits', () => {
    expect(verifyWords(result({}, {}))).toBe('Both sides agree');
    expect(verifyWords(result({ pending: 1 }))).toBe('Both sides agree but for 1 record held or parked');
    expect(verifyWords(result({ differing: 1, pending: 4 }, { onlyLeft: 2 }))).toBe(
      'Both sides disagree over 3 records',
    );
  });
});
