'use client';

import { ArrowRight } from 'lucide-react';
import { z } from 'zod';
import { errorMeanings } from '#core/errors/codes.ts';
import { Problem } from '#core/flow/problem.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';

const Problems = z.array(Problem);

const meaningOf = (code: string | null) =>
  code && code in errorMeanings ? errorMeanings[code as keyof typeof errorMeanings] : null;

/** Codes whose detail is a list of problems. */
const withProblems = new Set(['FLOW_INVALID', 'CODE_CASES_FAILED', 'CODE_LAWS_BROKEN']);

/** The problems that the server found, where that is why it refused; null otherwise. */
export function refusedProblems(error: unknown): Problem[] | null {
  const parts = errorParts(error);
  if (!parts?.code || !withProblems.has(parts.code) || !parts.detail) return null;
  const parsed = Problems.safeParse(JSON.parse(parts.detail));
  return parsed.success ? parsed.data : null;
}

/** Why a deploy was refused; each problem leads to its place. */
export function DeployError({ error, onGo }: { error: unknown; onGo: (problem: Problem) => void }) {
  const parts = errorParts(error);
  const problems = refusedProblems(error);
  if (!parts) return null;
  if (!problems) return <ErrorNotice error={parts} />;
  return (
    <div>
      <ErrorNotice error={{ ...parts, message: meaningOf(parts.code) ?? parts.message, detail: null }} />
      <ul aria-label="What is in the way" className="mt-2 rounded-md border border-line">
        {problems.map((problem) => (
          <li
            key={[problem.code, problem.nodeId, problem.edgeId, problem.fieldIndex, problem.message].join(
              ' ',
            )}
            className="border-b border-line last:border-b-0"
          >
            <button
              type="button"
              onClick={() => onGo(problem)}
              className="flex w-full items-center gap-3 px-3 py-1.5 text-left hover:bg-surface-2 focus-visible:-outline-offset-2"
            >
              <span className="min-w-0 flex-1 break-words text-ink">{problem.message}</span>
              <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-3" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
