'use client';

import { SquareCode, Undo2 } from 'lucide-react';
import { returnEjected, whyNotReturned } from '#core/code/eject/return-ejected.ts';
import type { CodeNode, FlowNode } from '#core/flow/flow-graph.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { toast } from '#ui/toast.tsx';
import { useEditor, useSession } from '../session/use-session.tsx';

/** Turns a mapping or a filter into code, and code that was made of one back into it. */
export function EjectButtons({ node }: { node: FlowNode }) {
  const session = useSession();
  const mayEject = useWorkspace().can('code.eject');
  if (node.kind === 'code') return node.ejected ? <ReturnButton node={node} ejected={node.ejected} /> : null;
  if (!mayEject || (node.kind !== 'mapping' && node.kind !== 'filter')) return null;
  return (
    <IconButton label="Turn into code" onClick={() => session.panel.setState({ ejecting: node.id })}>
      <SquareCode aria-hidden />
    </IconButton>
  );
}

function ReturnButton({ node, ejected }: { node: CodeNode; ejected: NonNullable<CodeNode['ejected']> }) {
  const { editor } = useSession();
  const why = useEditor(({ graph }) => whyNotReturned(graph, node.id));
  const goBack = () => {
    if (why !== null) {
      toast.error(`It cannot turn back into the ${ejected.kind}.`, { description: why });
      return;
    }
    editor.replace(returnEjected(editor.graph, node.id));
    toast.success(`${nodeTitle(node)} is a ${ejected.kind} again.`, {
      action: { label: 'Undo', onClick: () => editor.undo() },
    });
  };
  return (
    <IconButton
      label={`Back to the ${ejected.kind}`}
      aria-disabled={why !== null}
      className={why === null ? '' : 'opacity-40'}
      onClick={goBack}
    >
      <Undo2 aria-hidden />
    </IconButton>
  );
}
