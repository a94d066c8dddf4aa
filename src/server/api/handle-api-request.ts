import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { withLogContext } from '#lib/log-context.ts';
import { inTraceOf } from '#lib/tracing.ts';
import { resolveCaller } from '../auth/resolve-caller.ts';
import { requestId } from '../request-id.ts';
import type { Services } from '../services.ts';
import { appRouter } from './app-router.ts';
import { withStatus } from './with-status.ts';

/**
 * Answers one HTTP request to the API; `x-request-id` says by which id the log has it. Where the caller traces, it is in
 * the caller's trace.
 */
export function handleApiRequest(services: Services, request: Request): Promise<Response> {
  const id = requestId(request);
  const answer = () =>
    fetchRequestHandler({
      endpoint: '/api/trpc',
      req: request,
      router: appRouter,
      responseMeta: () => ({ headers: { 'x-request-id': id } }),
      async createContext() {
        try {
          return { services, caller: await resolveCaller(services, request) };
        } catch (error) {
          throw withStatus(error);
        }
      },
    });
  return withLogContext({ request: id }, () => inTraceOf(request.headers.get('traceparent'), answer));
}
