'use client';

import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useMemo } from 'react';
import { useSession } from '../session/use-session.tsx';
import { moveNodes } from '../store/editor-actions.ts';
import type { CanvasEdge, CanvasNode } from './canvas-elements.ts';

type Selects = { type: string; id?: string; selected?: boolean };

function applySelects(before: ReadonlySet<string>, changes: readonly Selects[]): ReadonlySet<string> {
  const relevant = changes.filter((change) => change.type === 'select');
  if (relevant.length === 0) return before;
  const after = new Set(before);
  for (const change of relevant) {
    if (change.id === undefined) continue;
    if (change.selected) after.add(change.id);
    else after.delete(change.id);
  }
  return after;
}

/** Takes what the canvas reports (drags, selections) into the editor's state. */
export function useCanvasChanges(readOnly: boolean) {
  const { editor } = useSession();
  return useMemo(
    () => ({
      onNodesChange: (changes: NodeChange<CanvasNode>[]) => {
        const nodes = applySelects(editor.selection.nodes, changes);
        if (nodes !== editor.selection.nodes) editor.select({ ...editor.selection, nodes });
        if (readOnly) return;
        const places = new Map(
          changes.flatMap((change) =>
            change.type === 'position' && change.position ? [[change.id, change.position] as const] : [],
          ),
        );
        moveNodes(editor, places, 'drag');
      },
      onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => {
        const edges = applySelects(editor.selection.edges, changes);
        if (edges !== editor.selection.edges) editor.select({ ...editor.selection, edges });
      },
      onNodeDragStop: () => editor.endGesture(),
    }),
    [editor, readOnly],
  );
}
