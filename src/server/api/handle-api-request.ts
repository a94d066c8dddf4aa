import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { resolveCaller } from '../auth/resolve-caller.ts';
import type { Services } from '../services.ts';
import { appRouter } from './app-router.ts';
import { withStatus } from './with-status.ts';

/** Answers one HTTP request to the API. */
export function handleApiRequest(services: Services, request: Request): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    async createContext() {
      try {
        return { services, caller: await resolveCaller(services, request) };
      } catch (error) {
        throw withStatus(error);
      }
    },
  });
}
