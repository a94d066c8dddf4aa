'use client';

import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { CodeCheckView } from '#nodes/node-environment.client.tsx';
import { checkedPart } from '../store/code-checker.ts';
import { useCompiled, useEditor, useSession } from './use-session.tsx';

/** What the server finds in the code of a node, as far as it was asked. */
export function useCodeCheck(nodeId: string): CodeCheckView {
  const { checker } = useSession();
  const check = useStore(checker.state, (state) => state[nodeId]);
  const graph = useEditor((state) => state.graph);
  const shape = useCompiled((state) => state.code[nodeId]);
  return useMemo(() => {
    const node = graph.nodes.find(({ id }) => id === nodeId);
    const now = node?.kind === 'code' ? checkedPart(graph, node, shape) : null;
    const current = check !== undefined && check.of === now;
    return {
      problems: current && !check.failure ? check.problems : null,
      returns: check?.returns ?? null,
      checking: now !== null && !current,
      failure: current ? check.failure : null,
    };
  }, [check, graph, shape, nodeId]);
}
