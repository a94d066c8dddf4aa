import { diffLines } from '../flow/diff-lines.ts';

/** A line of two texts laid over each other, with its number (from 1) in each text that has it. */
export type DiffLine = {
  kind: 'same' | 'added' | 'removed';
  text: string;
  before: number | null;
  after: number | null;
};

/** How one text becomes another, line by line. */
export function numberLines(before: string, after: string): DiffLine[] {
  let [left, right] = [0, 0];
  return diffLines(before, after).flatMap((block): DiffLine[] => {
    if (block.kind === 'same') {
      return block.after.map((text) => ({ kind: 'same', text, before: ++left, after: ++right }));
    }
    return [
      ...block.before.map((text) => ({ kind: 'removed' as const, text, before: ++left, after: null })),
      ...block.after.map((text) => ({ kind: 'added' as const, text, before: null, after: ++right })),
    ];
  });
}
