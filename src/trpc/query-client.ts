import { QueryClient } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';

/** Retries what a second try can mend (the network); an answer with an error code is final. */
function shouldRetry(failures: number, error: unknown): boolean {
  if (error instanceof TRPCClientError && error.data) return false;
  return failures < 2;
}

/** A query client with this app's defaults. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: shouldRetry, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
