'use client';

import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import type { Problem } from '#core/flow/problem.ts';
import { useSession } from './use-session.tsx';

const url = { step: parseAsString, wide: parseAsBoolean.withDefault(false), panel: parseAsString };

/** The panel beside the code that tells more of a problem. */
const panels: Partial<Record<Problem['code'], string>> = {
  CODE_CASES_FAILED: 'cases',
  CODE_LAWS_BROKEN: 'laws',
};

/** The part of the build tab's URL that opens what a problem is about. */
export function problemSearch({ code, nodeId }: Problem): string {
  const panel = panels[code];
  return new URLSearchParams({
    ...(nodeId ? { step: nodeId } : {}),
    ...(nodeId && panel ? { wide: 'true', panel } : {}),
  }).toString();
}

/** Leads to what a problem of the draft is about: a step, a field, a place in code, or what tells more beside the code. */
export function useGoToProblem(): (problem: Problem) => void {
  const session = useSession();
  const [, set] = useQueryStates(url);
  return useCallback(
    (problem) => {
      session.goTo(problem);
      const panel = panels[problem.code];
      if (panel && problem.nodeId) void set({ step: problem.nodeId, wide: true, panel });
    },
    [session, set],
  );
}
