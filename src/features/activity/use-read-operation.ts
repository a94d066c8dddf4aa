import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';

/**
 * Reads an operation that was begun just now. Whoever waits for it before letting go of the button that began it leaves
 * no moment in which the button can be clicked again, since the operation is not known to be under way yet.
 */
export function useReadOperation(workspace: string): (id: string) => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return (id) => queryClient.prefetchQuery(trpc.operation.get.queryOptions({ workspace, id }));
}
