import { diff3Merge } from 'node-diff3';

/** Beyond so many lines that differ, a text is not compared line by line. */
const MOST_LINES = 4000;

export type MergedLines = {
  /** The merged text; where both changed the same lines, both are in it between markers. */
  text: string;
  conflict: boolean;
};

export const MARKERS = { mine: '<<<<<<< mine', middle: '=======', theirs: '>>>>>>> theirs' } as const;

/**
 * Merges two texts that were made from one, line by line: diff3, after Khanna, Kunal and Pierce,
 * "A Formal Investigation of Diff3" (2007). Null where a text is too long for that.
 */
export function mergeLines(base: string, mine: string, theirs: string): MergedLines | null {
  const [was, ours, others] = [base.split('\n'), mine.split('\n'), theirs.split('\n')];
  const head = sharedHead(was, ours, others);
  const foot = sharedFoot(head, was, ours, others);
  const middle = (all: string[]) => all.slice(head, all.length - foot);
  const [a, o, b] = [middle(ours), middle(was), middle(others)];
  if (Math.max(a.length, o.length, b.length) > MOST_LINES) return null;
  let conflict = false;
  const merged = diff3Merge(a, o, b, { excludeFalseConflicts: true }).flatMap((region) => {
    if (region.ok) return region.ok;
    if (!region.conflict) return [];
    conflict = true;
    return [MARKERS.mine, ...region.conflict.a, MARKERS.middle, ...region.conflict.b, MARKERS.theirs];
  });
  const text = [...ours.slice(0, head), ...merged, ...ours.slice(ours.length - foot)].join('\n');
  return { text, conflict };
}

/** How many lines all begin with; comparing them would take the longest and tell nothing. */
function sharedHead(...texts: [string[], string[], string[]]): number {
  const [first] = texts;
  const shortest = Math.min(...texts.map((lines) => lines.length));
  let at = 0;
  while (at < shortest && texts.every((lines) => lines[at] === first[at])) at += 1;
  return at;
}

function sharedFoot(head: number, ...texts: [string[], string[], string[]]): number {
  const [first] = texts;
  const shortest = Math.min(...texts.map((lines) => lines.length)) - head;
  let at = 0;
  while (at < shortest && texts.every((lines) => lines.at(-1 - at) === first.at(-1 - at))) at += 1;
  return at;
}
