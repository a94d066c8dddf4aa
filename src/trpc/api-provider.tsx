'use client';

import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, retryLink, splitLink } from '@trpc/client';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import type { AppRouter } from '#server/api/app-router.ts';
import { TRPCProvider } from './api-context.ts';
import { createQueryClient } from './query-client.ts';

const url = '/api/trpc';
const LONGEST_PAUSE_MS = 15_000;

function createClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: [
          // A browser connects again where the connection broke, but not where it was refused: by a proxy, while
          // Syncline starts anew. What Syncline itself says is final.
          retryLink({
            retry: ({ error }) => !error.data,
            retryDelayMs: (attempt) => Math.min(1000 * 2 ** (attempt - 1), LONGEST_PAUSE_MS),
          }),
          httpSubscriptionLink({ url, transformer: superjson }),
        ],
        false: httpBatchLink({ url, transformer: superjson, maxURLLength: 4000 }),
      }),
    ],
  });
}

let browserQueryClient: QueryClient | undefined;

/** One query client per browser; a fresh one per request on the server. */
function queryClientHere(): QueryClient {
  if (typeof window === 'undefined') return createQueryClient();
  browserQueryClient ??= createQueryClient();
  return browserQueryClient;
}

/** Gives every component below it the typed API: queries and mutations batched, subscriptions over SSE. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const queryClient = queryClientHere();
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
