import { diffIndices } from 'node-diff3';

/** A line of two texts laid over each other, with its number (from 1) in each text that has it. */
export type DiffLine = {
  kind: 'same' | 'added' | 'removed';
  text: string;
  before: number | null;
  after: number | null;
};

/** How one text becomes another, line by line: a longest common subsequence stays (Hunt and McIlroy, 1976). */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  const keepUntil = (end: number) => {
    for (; left < end; left++, right++) {
      lines.push({ kind: 'same', text: old[left] as string, before: left + 1, after: right + 1 });
    }
  };
  for (const { buffer1, buffer2 } of diffIndices(old, now)) {
    keepUntil(buffer1[0]);
    for (const end = left + buffer1[1]; left < end; left++) {
      lines.push({ kind: 'removed', text: old[left] as string, before: left + 1, after: null });
    }
    for (const end = right + buffer2[1]; right < end; right++) {
      lines.push({ kind: 'added', text: now[right] as string, before: null, after: right + 1 });
    }
  }
  keepUntil(old.length);
  return lines;
}
