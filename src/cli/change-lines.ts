import { diffLines } from '#core/flow/diff-lines.ts';
import type { FlowChange } from '#core/flow/flow-change.ts';

/** Lines of a diff that are printed of one change. */
const MOST_LINES = 60;
/** Lines that stay the same and are printed before and behind what changes. */
const AROUND = 2;

/** A change as a sentence, and what changes in a text such as code line by line. */
export function changeLines(change: FlowChange): string[] {
  const head = `  ~ ${change.sentence}`;
  if (!change.lines) return [head];
  const lines = shown(change.before ?? '', change.after ?? '').map((line) => `      ${line}`.trimEnd());
  const more = lines.length - MOST_LINES;
  return [head, ...lines.slice(0, MOST_LINES), ...(more > 0 ? [`      … and ${more} more lines`] : [])];
}

function shown(before: string, after: string): string[] {
  const blocks = diffLines(before, after);
  return blocks.flatMap((block, at) => {
    if (block.kind === 'changed') {
      return [...block.before.map((line) => `- ${line}`), ...block.after.map((line) => `+ ${line}`)];
    }
    const lines = block.after.map((line) => `  ${line}`);
    const head = at === 0 ? 0 : AROUND;
    const foot = at === blocks.length - 1 ? 0 : AROUND;
    if (lines.length <= head + foot + 1) return lines;
    const gap = at === 0 || at === blocks.length - 1 ? [] : ['  …'];
    return [...lines.slice(0, head), ...gap, ...lines.slice(lines.length - foot)];
  });
}
