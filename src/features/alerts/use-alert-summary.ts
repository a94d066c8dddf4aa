'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';

/** How many alerts of the workspace are firing, looked at again every few seconds. */
export function useAlertSummary(workspace: string) {
  const trpc = useTRPC();
  return useQuery(trpc.alert.summary.queryOptions({ workspace }, { refetchInterval: 5_000 }));
}
