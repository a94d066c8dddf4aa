'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { Row } from '#core/values/value.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { loaded } from './loaded.ts';
import { useConnections } from './use-connections.ts';

/** Some records of a stream as its system has them; nothing for the empty name of one. */
export function useSample(connection: string, stream: string, rows = 5) {
  const trpc = useTRPC();
  const { slug, can } = useWorkspace();
  const id = useConnections().data?.find((other) => other.name === connection)?.id;
  const input =
    id && stream !== '' && can('connection.sample')
      ? { workspace: slug, id, stream, limit: rows }
      : skipToken;
  const query = useQuery(trpc.connection.sample.queryOptions(input, { staleTime: 300_000 }));
  const { data, isLoading, error, refetch } = query;
  return loaded<readonly Row[]>({ data: data?.rows, isLoading, error, refetch });
}
