'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { usePageVisible } from '#ui/use-page-visible.ts';

export type FlowRow = ApiOutput['flow']['list'][number];

/** Keeps the cached list of flows live, once per second. Stands once, in the workspace's frame. */
export function useLiveFlowsFeed(workspace: string): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const visible = usePageVisible();
  useSubscription(
    trpc.flow.onList.subscriptionOptions(
      { workspace },
      {
        enabled: visible,
        onData: (rows) => queryClient.setQueryData(trpc.flow.list.queryKey({ workspace }), rows),
      },
    ),
  );
}

/** The workspace's flows, kept live by the frame. */
export function useFlows(workspace: string) {
  const trpc = useTRPC();
  return useQuery(trpc.flow.list.queryOptions({ workspace }, { staleTime: 30_000 }));
}
