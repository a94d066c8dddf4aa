'use client';

import { useQuery } from '@tanstack/react-query';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';

/** The workspace's connections. */
export function useConnections() {
  const trpc = useTRPC();
  const { slug } = useWorkspace();
  return useQuery(trpc.connection.list.queryOptions({ workspace: slug }, { staleTime: 30_000 }));
}
