'use client';

import { useQuery } from '@tanstack/react-query';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** The deployed graph of a flow; null while it is not known. */
export function useFlowGraph(flowId: string | null): FlowGraph | null {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const flow = useQuery({
    ...trpc.flow.get.queryOptions({ workspace: slug, id: flowId ?? '' }, { staleTime: 60_000 }),
    enabled: flowId !== null,
  });
  return (flowId !== null && flow.data?.deployed?.graph) || null;
}
