'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NodeSamples } from '#core/code/node-samples.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { CodeProofs } from '#nodes/node-environment.client.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import { loaded } from './loaded.ts';
import { useDebugInput } from './use-debug-url.ts';
import { useCompiled, useSession } from './use-session.tsx';

/** Runs and tests the code of a node as it is drawn now, on the server. */
export function useCodeProofs(nodeId: string): CodeProofs | null {
  const { editor, id } = useSession();
  const { slug: workspace, can } = useWorkspace();
  const client = useTRPCClient();
  const shape = useCompiled((state) => state.code[nodeId]) ?? null;
  const may = can('code.try');
  const query = useQuery({
    queryKey: ['code samples', workspace, id, nodeId, shape?.input, shape?.output],
    queryFn: () => client.code.samples.mutate({ workspace, graph: editor.graph, nodeId }),
    enabled: may && shape !== null && shape.side !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const opened = useDebugInput();
  return useMemo(() => {
    if (!may) return null;
    const asked = () => ({ workspace, graph: editor.graph, nodeId });
    const own = opened?.data?.nodeId === nodeId || opened?.error ? opened : null;
    return {
      samples: loaded<NodeSamples>(query, query.isFetching),
      debug: own && loaded(own, own.isFetching),
      tryOn: (entry, inputs) => client.code.try.mutate({ ...asked(), entry, inputs: [...inputs] }),
      runCases: async () => {
        const nodes = await client.code.runCases.mutate(asked());
        return nodes.find((node) => node.nodeId === nodeId)?.outcomes ?? [];
      },
      tryLaws: () => client.code.laws.mutate(asked()),
    };
  }, [may, workspace, editor, nodeId, client, query, opened]);
}
