import type { ComparedNode } from '#core/flow/compare-flows.ts';
import type { Tone } from '#ui/status-dot.tsx';

/** How what has become of a step is said: in a word, with a sign and a tone beside it. */
export const fates: Record<ComparedNode['what'], { word: string; sign: string; tone: Tone }> = {
  added: { word: 'Added', sign: '+', tone: 'ok' },
  removed: { word: 'Removed', sign: '−', tone: 'fail' },
  changed: { word: 'Changed', sign: '±', tone: 'accent' },
  moved: { word: 'Moved', sign: '↔', tone: 'neutral' },
  same: { word: 'Unchanged', sign: '', tone: 'neutral' },
};

/** What has become of a step, in words, with how much changed. */
export function fateWords({ what, changes }: Pick<ComparedNode, 'what' | 'changes'>): string {
  if (what !== 'changed') return fates[what].word;
  return changes.length === 1 ? '1 change' : `${changes.length} changes`;
}
