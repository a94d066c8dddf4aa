'use client';

import { diffLines } from '#core/flow/diff-lines.ts';
import { classNames } from '#lib/class-names.ts';

/** Lines that stay the same and are shown before and behind what changes. */
const AROUND = 2;

type Line = { mark: '+' | '-' | ' ' | '…'; text: string };

/** Two texts as one list of lines, what went before what came; what is the same far from both is left out. */
export function LineDiff({ before, after, label }: { before: string; after: string; label: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-md border border-line bg-surface font-mono text-xs/5"
    >
      <ol className="min-w-fit py-1">
        {linesOf(before, after).map(({ mark, text }, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing but their place
            key={at}
            className={classNames(
              'flex gap-2 px-2 whitespace-pre',
              mark === '+' ? 'bg-ok-bg' : mark === '-' ? 'bg-fail-bg' : '',
              mark === '…' ? 'text-ink-3' : 'text-ink',
            )}
          >
            <span className="w-2 shrink-0 text-ink-2 select-none">{mark}</span>
            {mark === '-' ? (
              <del className="no-underline">{text}</del>
            ) : mark === '+' ? (
              <ins className="no-underline">{text}</ins>
            ) : (
              <span>{text}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function linesOf(before: string, after: string): Line[] {
  const blocks = diffLines(before, after);
  return blocks.flatMap((block, at): Line[] => {
    if (block.kind === 'changed') {
      return [
        ...block.before.map((text) => ({ mark: '-' as const, text })),
        ...block.after.map((text) => ({ mark: '+' as const, text })),
      ];
    }
    const lines = block.after.map((text) => ({ mark: ' ' as const, text }));
    const head = at === 0 ? 0 : AROUND;
    const foot = at === blocks.length - 1 ? 0 : AROUND;
    const hidden = lines.length - head - foot;
    if (hidden <= 1) return lines;
    const gap: Line = { mark: '…', text: `${hidden} lines` };
    return [...lines.slice(0, head), gap, ...lines.slice(lines.length - foot)];
  });
}
