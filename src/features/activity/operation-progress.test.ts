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
    expect(progressWords({ kind: 'demo-traffic', progress: { edits: 1204, conflicts: 3, refused: 0 } })).toBe(
      '1,204 edits, 3 conflicts',
    );
    expect(progressWords({ kind: 'verify', progress: { checked: 12 } })).toBe('12 checked');
    expect(progressWords({ kind: 'verify', progress: null })).toBe('');
  });
});
