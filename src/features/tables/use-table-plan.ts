'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import type { Naming } from '#core/tables/apply-naming.ts';
import type { TableWish } from '#core/tables/table-wish.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';

export type TablePlan = ApiOutput['table']['plan'];
export type DerivedTable = TablePlan['tables'][number];

/** Which streams of one connection shall be made in another. */
export type TableRequest = {
  from: string;
  to: string;
  tables: TableWish[];
  /** Null: as the target's own names are written. */
  naming: Naming | null;
};

/** The request as the API takes it. */
export function apiRequest(workspace: string, { from, to, tables, naming }: TableRequest) {
  return {
    workspace,
    from: { name: from },
    to: { name: to },
    tables,
    ...(naming === null ? {} : { naming }),
  };
}

/** What would be made; nothing is asked while no stream is chosen. The last answer stays while the next one is on its way. */
export function useTablePlan(request: TableRequest) {
  const { slug } = useWorkspace();
  const client = useTRPCClient();
  const asks = request.from !== '' && request.tables.length > 0;
  return useQuery<TablePlan>({
    queryKey: ['table plan', slug, request],
    queryFn: asks ? () => client.table.plan.mutate(apiRequest(slug, request)) : skipToken,
    placeholderData: (before) => (asks ? before : undefined),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}
