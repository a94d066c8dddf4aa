'use client';

import { useReactFlow } from '@xyflow/react';
import { Workflow } from 'lucide-react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { Button } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useEditor, useSession } from '../session/use-session.tsx';
import { drawSkeleton } from '../store/draw-skeleton.ts';
import { addStep } from '../store/editor-actions.ts';
import { fitOptions } from './fit-options.ts';

/** What an empty canvas is for, and the first steps. */
export function EmptyCanvas() {
  const session = useSession();
  const flow = useReactFlow();
  const empty = useEditor((state) => state.graph.nodes.length === 0);
  const editable = useWorkspace().can('flow.saveDraft');
  if (!empty) return null;
  // The inspector opens with the first step: the canvas has its size a moment later.
  const showAll = () => setTimeout(() => void flow.fitView(fitOptions), 80);
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center pb-24">
      <div className="pointer-events-auto">
        <EmptyState
          icon={<Workflow />}
          title="An empty canvas"
          actions={
            editable ? (
              <>
                <Button
                  variant="primary"
                  onClick={() => {
                    drawSkeleton(session.editor);
                    showAll();
                  }}
                >
                  Start with two endpoints
                </Button>
                <Button
                  onClick={() => {
                    addStep(session.editor, 'endpoint', { at: { x: 0, y: 0 } });
                    showAll();
                  }}
                >
                  One endpoint
                </Button>
              </>
            ) : null
          }
        >
          A lane runs from an endpoint over a mapping and a conflict rule to another endpoint, and back.
        </EmptyState>
      </div>
    </div>
  );
}
