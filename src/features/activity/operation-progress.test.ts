import { describe, expect, it } from 'vitest';
import { progressShare, progressWords } from './operation-progress.ts';

describe('progressShare', () => {
  it('takes time for traffic, records for a comparison, and nothing for granted', () => {
    expect(progressShare({ state: 'running', progress: { elapsed: 15 }, input: { seconds: 30 } })).toBe(0.5);
    expect(progressShare({ state: 'running', progress: { checked: 20, total: 80 }, input: {} })).toBe(0.25);
    expect(progressShare({ state: 'running', progress: null, input: {} })).toBeNull();
    expect(progressShare({ state: 'queued', progress: null, input: {} })).toBe(0);
    expect(progressShare({ state: 'done', progress: null, input: {} })).toBe(1);
  });
});

describe('progressWords', () => {
  it('says what was counted', () => {
    expect(
      progressWords({ kind: 'demo-traffic', progress: { edits: 1204, conflicts: 3, refused: 0 }, input: {} }),
    ).toBe('1,204 edits, 3 conflicts');
    expect(progressWords({ kind: 'verify', progress: { checked: 12 }, input: {} })).toBe('12 checked');
    expect(progressWords({ kind: 'verify', progress: null, input: {} })).toBe('');
  });

  it('says of a bulk action what was not done', () => {
    const none = { nothing: 0, refused: 0, held: 0, parked: 0, failed: 0 };
    const bulk = (done: number, counts: object, input = {}) => {
      const rest = { lines: done, totalLines: 0, rate: 0, secondsLeft: 0, waiting: null };
      return progressWords({ kind: 'bulk', progress: { done, total: done, counts, ...rest }, input });
    };
    expect(bulk(61, { ...none, done: 61 })).toBe('61 of 61 records');
    const some = { ...none, done: 4, refused: 13 };
    expect(bulk(17, some)).toBe('17 of 17 records: 4 done, 13 could not be done');
    expect(bulk(17, some, { dryRun: true })).toBe('17 of 17 records: 4 would be written, 13 cannot be done');
  });
});
