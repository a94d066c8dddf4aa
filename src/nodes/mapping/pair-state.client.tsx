'use client';

import { StatusDot } from '#ui/status-dot.tsx';
import type { PairRow } from './mapping-rows.ts';

/** What is the matter with a pair, the worst first; nothing where all is well. */
export function PairState({ row }: { row: PairRow }) {
  const worst = row.problems.find(({ severity }) => severity === 'error') ?? row.problems[0];
  if (!worst) return row.pair.note ? <Note text={row.pair.note} /> : null;
  return (
    <span title={`${worst.message} ${worst.remedy}`} className="block min-w-0 text-xs">
      <StatusDot
        tone={worst.severity === 'error' ? 'fail' : 'warn'}
        quiet={worst.severity === 'warning'}
        className="max-w-full"
      >
        <span className="truncate">{worst.message}</span>
      </StatusDot>
      {row.problems.length > 1 ? (
        <span className="block truncate pl-[13px] text-ink-3">and {row.problems.length - 1} more</span>
      ) : null}
    </span>
  );
}

function Note({ text }: { text: string }) {
  return (
    <span title={text} className="line-clamp-2 text-xs text-ink-2">
      {text}
    </span>
  );
}
