import type { Loaded } from '#nodes/node-environment.client.tsx';
import { errorParts } from '#trpc/error-parts.ts';

type Query<T> = { data: T | undefined; isLoading: boolean; error: unknown; refetch: () => unknown };

/** A query as nodes see it. */
export function loaded<T>(query: Query<T>, loading = query.isLoading): Loaded<T> {
  return {
    data: query.data ?? null,
    loading,
    error: errorParts(query.error),
    retry: () => void query.refetch(),
  };
}
