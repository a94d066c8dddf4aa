'use client';

import type { Problem } from '#core/flow/problem.ts';
import { ProblemLines } from './problem-lines.client.tsx';

/** What is wrong with a node, with what to do about it; nothing where all is well. */
export function NodeProblems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul aria-label="Problems of this step" className="flex flex-col gap-2 border-b border-line px-4 py-3">
      <ProblemLines problems={problems} />
    </ul>
  );
}
