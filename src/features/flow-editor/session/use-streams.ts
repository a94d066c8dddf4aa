'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { loaded } from './loaded.ts';
import { useConnections } from './use-connections.ts';

/** The streams of a connection; nothing while there is none of that name. */
export function useStreams(connection: string) {
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  const known = useConnections().data?.some((other) => other.name === connection) ?? false;
  const input = known ? { workspace: slug, name: connection } : skipToken;
  return loaded<readonly StreamSchema[]>(
    useQuery(trpc.connection.streams.queryOptions(input, { staleTime: 60_000 })),
  );
}
