'use client';

import type { CodeObservation } from '#core/ports/code-runner.ts';

const tones = { debug: 'text-ink-3', info: 'text-ink-2', warn: 'text-warn', error: 'text-fail' } as const;

/** What code logged for a record; nothing where it logged nothing. */
export function ConsoleLines({ lines }: { lines: CodeObservation['console'] }) {
  if (lines.length === 0) return null;
  return (
    <section aria-label="Console">
      <h4 className="mb-1 text-xs text-ink-3">Console</h4>
      <ol className="rounded-md border border-line bg-surface-2 px-2.5 py-1.5 font-mono text-sm">
        {lines.map(({ level, text }, index) => (
          // Lines have no name of their own, and never change their order.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is all that tells two equal lines apart
          <li key={index} className="flex gap-2 break-words whitespace-pre-wrap">
            <span className={`w-10 shrink-0 ${tones[level]}`}>{level}</span>
            <span className="min-w-0 text-ink">{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
