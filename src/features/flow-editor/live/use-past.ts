'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsIsoDateTime, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { useSession } from '../session/use-session.tsx';

/** The past minute that the canvas shows, which the address holds; null for now. */
export function usePastMoment() {
  return useQueryState('at', parseAsIsoDateTime.withOptions({ history: 'replace' }));
}

/** Has the canvas show the past minute that the address names, and gives what was in it. */
export function usePast(at: Date | null) {
  const session = useSession();
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const minute = useQuery(
    trpc.figures.minute.queryOptions(
      { workspace, id: session.id, at: (at ?? new Date(0)).toISOString() },
      { enabled: at !== null, placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  );
  const shown = at === null ? null : (minute.data ?? null);
  useEffect(() => session.setPast(shown), [session, shown]);
  // Whoever leaves the canvas leaves the past with it.
  useEffect(() => () => session.setPast(null), [session]);
  return { minute: shown, error: at === null ? null : minute.error };
}
