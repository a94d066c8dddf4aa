'use client';

import type { Problem } from '#core/flow/problem.ts';
import { StatusDot } from '#ui/status-dot.tsx';

/** What is wrong, each with what to do about it. */
export function ProblemLines({ problems }: { problems: readonly Problem[] }) {
  return problems.map((problem) => (
    <li key={problem.code + problem.message}>
      <StatusDot tone={problem.severity === 'error' ? 'fail' : 'warn'} wraps>
        {problem.message}
      </StatusDot>
      <p className="pl-[13px] text-sm text-ink-2">{problem.remedy}</p>
    </li>
  ));
}
