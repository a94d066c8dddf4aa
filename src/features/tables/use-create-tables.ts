'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC, useTRPCClient } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { apiRequest, type TableRequest } from './use-table-plan.ts';

export type CreatedTables = ApiOutput['table']['create'];

/** Runs the statements; the streams of every connection are read again afterwards. */
export function useCreateTables() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ request, sql }: { request: TableRequest; sql: string }) =>
      client.table.create.mutate({ ...apiRequest(slug, request), sql }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.connection.pathKey() }),
  });
}
