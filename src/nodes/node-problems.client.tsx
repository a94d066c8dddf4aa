'use client';

import type { Problem } from '#core/flow/problem.ts';
import { StatusDot } from '#ui/status-dot.tsx';

/** What is wrong with a node, with what to do about it; nothing where all is well. */
export function NodeProblems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul aria-label="Problems of this step" className="flex flex-col gap-2 border-b border-line px-4 py-3">
      {problems.map((problem) => (
        <li key={problem.code + problem.message}>
          <StatusDot tone={problem.severity === 'error' ? 'fail' : 'warn'} wraps>
            {problem.message}
          </StatusDot>
          <p className="pl-[13px] text-sm text-ink-2">{problem.remedy}</p>
        </li>
      ))}
    </ul>
  );
}
