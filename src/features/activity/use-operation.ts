'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { usePageVisible } from '#ui/use-page-visible.ts';

export type Operation = ApiOutput['operation']['get'];

/** Is it still to end? */
export function isUnderWay(operation: Pick<Operation, 'state'>): boolean {
  return !['done', 'failed', 'cancelled'].includes(operation.state);
}

/** An operation, live until it has ended, while the page is looked at. */
export function useOperation(workspace: string, id: string | null) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const visible = usePageVisible();
  const input = { workspace, id: id ?? '' };
  const operation = useQuery(trpc.operation.get.queryOptions(input, { enabled: id !== null }));
  const underWay = operation.data ? isUnderWay(operation.data) : false;
  useSubscription(
    trpc.operation.onProgress.subscriptionOptions(input, {
      // A browser holds few connections open at a time: pages that nobody sees leave them to the one that is seen.
      enabled: underWay && visible,
      onData: (next) => queryClient.setQueryData(trpc.operation.get.queryKey(input), next),
    }),
  );
  return operation;
}
