import type { MatchKind } from './match-report.ts';

/** What becomes of records that go by one name, in words. */
export function describeMatchKind(kind: MatchKind): string {
  const words: Record<MatchKind, string> = {
    '1:1': 'one on each side: linked',
    '1:n': 'one on the left, several on the right: they wait',
    'n:1': 'several on the left, one on the right: they wait',
    'n:m': 'several on each side: they wait',
    left: 'on the left alone',
    right: 'on the right alone',
    filtered: 'left out by a filter: nothing is written',
  };
  return words[kind];
}
