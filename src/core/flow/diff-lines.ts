import { diffIndices } from 'node-diff3';

/** Lines that stand alike on both sides, or those of each side in the other's place. */
export type LineBlock = { kind: 'same' | 'changed'; before: string[]; after: string[] };

/** Beyond so many lines that differ, both texts are one block. */
const MOST_LINES = 4000;

/** Two texts line by line, after Hunt and McIlroy (1976); an empty text has no lines. */
export function diffLines(before: string, after: string): LineBlock[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const shortest = Math.min(old.length, now.length);
  let head = 0;
  while (head < shortest && old[head] === now[head]) head += 1;
  let foot = 0;
  while (foot < shortest - head && old.at(-1 - foot) === now.at(-1 - foot)) foot += 1;
  const [was, is] = [old.slice(head, old.length - foot), now.slice(head, now.length - foot)];
  const same = (lines: string[]): LineBlock => ({ kind: 'same', before: lines, after: lines });
  const blocks = [same(now.slice(0, head)), ...middle(was, is), same(now.slice(now.length - foot))];
  return blocks.filter((block) => block.before.length + block.after.length > 0);
}

function middle(was: string[], is: string[]): LineBlock[] {
  const whole: LineBlock = { kind: 'changed', before: was, after: is };
  if (was.length === 0 || is.length === 0 || Math.max(was.length, is.length) > MOST_LINES) return [whole];
  const blocks: LineBlock[] = [];
  let at = 0;
  const sameUpTo = (end: number) => {
    const lines = was.slice(at, end);
    blocks.push({ kind: 'same', before: lines, after: lines });
  };
  for (const { buffer1, buffer1Content, buffer2Content } of diffIndices(was, is)) {
    sameUpTo(buffer1[0]);
    blocks.push({ kind: 'changed', before: buffer1Content, after: buffer2Content });
    at = buffer1[0] + buffer1[1];
  }
  sameUpTo(was.length);
  return blocks;
}

/** How many lines came and went, in words, e.g. `3 lines added, 1 removed`. */
export function describeLines(before: string, after: string): string {
  const changed = diffLines(before, after).filter(({ kind }) => kind === 'changed');
  const count = (side: 'before' | 'after') => changed.reduce((sum, block) => sum + block[side].length, 0);
  const [added, removed] = [count('after'), count('before')];
  const lines = (number: number) => (number === 1 ? '1 line' : `${number} lines`);
  if (removed === 0) return `${lines(added)} added`;
  return added === 0 ? `${lines(removed)} removed` : `${lines(added)} added, ${removed} removed`;
}

const linesOf = (text: string) => (text === '' ? [] : text.split('\n'));
