import { notifyManager, QueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';

/** Retries what a second try can mend (the network); an answer with an error code is final. */
function shouldRetry(failures: number, error: unknown): boolean {
  if (error instanceof TRPCClientError && error.data) return false;
  return failures < 2;
}

/**
 * Syncline may run on the very machine that has lost its network: whether it answers is found out by asking, and who
 * clicks is told, rather than kept waiting until the network is there again.
 */
const networkMode = 'always';

// A button that has begun something takes no click any more once its event is over. With a timer between, the second
// click of a double click comes first on a slow machine, and begins it twice.
notifyManager.setScheduler(queueMicrotask);

/** A query client with this app's defaults. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: shouldRetry,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        networkMode,
      },
      mutations: { retry: false, networkMode },
    },
  });
}
