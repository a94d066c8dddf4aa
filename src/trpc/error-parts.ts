import { TRPCClientError } from '@trpc/client';
import type { AppRouter } from '#server/api/app-router.ts';

/** An error of the API as people see it. */
export type ApiErrorParts = {
  code: string | null;
  message: string;
  remedy: string | null;
  detail: string | null;
};

/** Takes an API error apart; null for null. A network fault is told as such. */
export function errorParts(error: unknown): ApiErrorParts | null {
  if (error === null || error === undefined) return null;
  if (error instanceof TRPCClientError) {
    const sync = (error as TRPCClientError<AppRouter>).data?.sync;
    if (sync) {
      return {
        code: sync.code,
        message: sync.message,
        remedy: sync.remedy,
        // An unexpected error's detail is the id that its message names already.
        detail: sync.code === 'INTERNAL' ? null : sync.detail || null,
      };
    }
    return {
      code: null,
      message: 'Syncline does not answer.',
      remedy: 'Check that it is running, then try again.',
      detail: null,
    };
  }
  return {
    code: null,
    message: error instanceof Error ? error.message : String(error),
    remedy: null,
    detail: null,
  };
}
