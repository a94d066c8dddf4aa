'use client';

import { ArrowRight, Plus, Trash2, X } from 'lucide-react';
import type { FlowEdge } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { NodeProblems } from '#nodes/node-problems.client.tsx';
import { nodeTitle } from '#nodes/registry.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { SidePanel } from '#ui/side-panel.tsx';
import { useAddMenu } from '../canvas/add-menu-state.ts';
import { branchName } from '../graph/branches.ts';
import { useCompiled, useEditor, useLive, useSession } from '../session/use-session.tsx';
import { removeSelected } from '../store/editor-actions.ts';
import { NOTHING } from '../store/editor-store.ts';

const NONE: readonly Problem[] = [];

function useTitle(id: string): string {
  return useEditor((state) => {
    const node = state.graph.nodes.find((other) => other.id === id);
    return node ? nodeTitle(node) : 'a step that is gone';
  });
}

/** What runs along an edge, and what can be done with it. */
export function EdgeInspector({ edge }: { edge: FlowEdge }) {
  const session = useSession();
  const readOnly = !useWorkspace().can('flow.saveDraft');
  const problems = useCompiled((state) => state.byEdge[edge.id]) ?? NONE;
  const live = useLive((state) => state.edges[edge.id]);
  const openAt = useAddMenu((state) => state.openAt);
  const source = useTitle(edge.source);
  const target = useTitle(edge.target);
  const branch = useEditor((state) => branchName(state.graph, edge));
  return (
    <SidePanel label="Inspector" data-inspector width={340}>
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="flex min-w-0 flex-1 items-center gap-1.5 font-semibold">
          <span className="truncate">
            {source}
            {branch === null ? null : <span className="font-normal text-ink-2"> {branch}</span>}
          </span>
          <ArrowRight aria-label="to" className="size-3.5 shrink-0 text-ink-3" />
          <span className="truncate">{target}</span>
        </h2>
        <IconButton label="Close inspector" onClick={() => session.editor.select(NOTHING)}>
          <X aria-hidden />
        </IconButton>
      </header>
      <NodeProblems problems={problems} />
      {live ? (
        <dl className="grid grid-cols-[1fr_auto] gap-y-1 border-b border-line px-4 py-3 tabular-nums">
          <dt className="text-ink-2">Left to right</dt>
          <dd>{live.forward.toLocaleString('en')} a minute</dd>
          <dt className="text-ink-2">Right to left</dt>
          <dd>{live.backward.toLocaleString('en')} a minute</dd>
        </dl>
      ) : null}
      {readOnly ? null : (
        <div className="flex gap-2 px-4 py-3">
          <Button
            icon={<Plus aria-hidden />}
            onClick={(event) => openAt({ edge: edge.id }, event.currentTarget.getBoundingClientRect())}
          >
            Insert a step
          </Button>
          <Button
            variant="danger"
            icon={<Trash2 aria-hidden />}
            onClick={() => removeSelected(session.editor)}
          >
            Delete edge
          </Button>
        </div>
      )}
    </SidePanel>
  );
}
