'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';

export type Operation = ApiOutput['operation']['get'];

/** Is it still to end? */
export function isUnderWay(operation: Pick<Operation, 'state'>): boolean {
  return !['done', 'failed', 'cancelled'].includes(operation.state);
}

/** An operation, live until it has ended. */
export function useOperation(workspace: string, id: string | null, onEnd?: (operation: Operation) => void) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const input = { workspace, id: id ?? '' };
  const operation = useQuery(trpc.operation.get.queryOptions(input, { enabled: id !== null }));
  const underWay = operation.data ? isUnderWay(operation.data) : false;
  useSubscription(
    trpc.operation.onProgress.subscriptionOptions(input, {
      enabled: underWay,
      onData: (next) => {
        queryClient.setQueryData(trpc.operation.get.queryKey(input), next);
        if (!isUnderWay(next)) onEnd?.(next);
      },
    }),
  );
  return operation;
}
