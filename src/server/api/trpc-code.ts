import type { TRPC_ERROR_CODE_KEY } from '@trpc/server';
import type { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';

const byHttp: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  501: 'NOT_IMPLEMENTED',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/** tRPC's name of the HTTP status that the policy gives the code. */
export function trpcCode(code: ErrorCode): TRPC_ERROR_CODE_KEY {
  return byHttp[errorPolicy[code].http] ?? 'INTERNAL_SERVER_ERROR';
}
