'use client';

import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { definitionOf, nodeTitle } from '#nodes/registry.ts';
import { useEditor } from './use-session.tsx';

/** Steps of lanes, with what they are called; the same list as long as nothing of it changes. */
export function useSteps(): readonly { id: string; title: string }[] {
  const named = useEditor(
    useShallow(({ graph }) =>
      graph.nodes
        .filter((node) => definitionOf(node).inLane)
        .map((node) => JSON.stringify([node.id, nodeTitle(node)])),
    ),
  );
  return useMemo(
    () => named.map((each) => JSON.parse(each) as [string, string]).map(([id, title]) => ({ id, title })),
    [named],
  );
}
