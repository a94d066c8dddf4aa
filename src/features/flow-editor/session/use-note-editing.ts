'use client';

import { useMemo } from 'react';
import type { NoteNode } from '#core/flow/flow-graph.ts';
import type { NoteEditing } from '#nodes/node-environment.client.tsx';
import { editNode } from '../store/editor-actions.ts';
import { usePanel, useSession } from './use-session.tsx';

/** A note that is being written in its place, on the canvas; one run of typing is one undo step. */
export function useNoteEditing(nodeId: string): NoteEditing | null {
  const { editor, panel } = useSession();
  const active = usePanel((state) => state.editingNote === nodeId);
  return useMemo(() => {
    if (!active) return null;
    return {
      change: (text) =>
        editNode<NoteNode>(
          editor,
          nodeId,
          (draft) => {
            draft.text = text;
          },
          'text',
        ),
      end: (back) => {
        editor.endGesture();
        if (panel.getState().editingNote === nodeId) panel.setState({ editingNote: null });
        if (back) document.querySelector<HTMLElement>(`.react-flow__node[data-id="${nodeId}"]`)?.focus();
      },
    };
  }, [active, editor, panel, nodeId]);
}
