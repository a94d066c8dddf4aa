import { createTRPCClient, httpLink } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '#server/api/app-router.ts';

/** A typed client of the server's API. */
export type ApiClient = ReturnType<typeof createApiClient>;

/**
 * @param url the server's address, without a slash at the end
 * @param key an API key, or null to ask as nobody
 * @param signal ends every request when the person interrupts the command
 */
export function createApiClient(url: string, key: string | null, signal: AbortSignal) {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/api/trpc`,
        transformer: superjson,
        headers: key === null ? {} : { authorization: `Bearer ${key}` },
        fetch: (input, init) =>
          fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal }),
      }),
    ],
  });
}
