'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NodeSamples } from '#core/code/node-samples.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { CodeProofs, Loaded } from '#nodes/node-environment.client.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
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
      samples: loaded<NodeSamples>(query),
      debug: own && loaded(own),
      tryOn: (entry, inputs) => client.code.try.mutate({ ...asked(), entry, inputs: [...inputs] }),
      runCases: async () => {
        const nodes = await client.code.runCases.mutate(asked());
        return nodes.find((node) => node.nodeId === nodeId)?.outcomes ?? [];
      },
      tryLaws: () => client.code.laws.mutate(asked()),
    };
  }, [may, workspace, editor, nodeId, client, query, opened]);
}

type Query<T> = { data: T | undefined; isFetching: boolean; error: unknown; refetch: () => unknown };

function loaded<T>(query: Query<T>): Loaded<T> {
  return {
    data: query.data ?? null,
    loading: query.isFetching,
    error: errorParts(query.error),
    retry: () => void query.refetch(),
  };
}
