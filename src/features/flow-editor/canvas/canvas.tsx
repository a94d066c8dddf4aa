'use client';

import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  Background,
  BackgroundVariant,
  MiniMap,
  type OnConnectEnd,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import { useTheme } from 'next-themes';
import { type DragEvent, useCallback, useMemo, useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { NodeKind } from '#nodes/node-definition.ts';
import { nodeTitle } from '#nodes/registry.ts';
import { toast } from '#ui/toast.tsx';
import { branchName } from '../graph/branches.ts';
import { refusal } from '../graph/connect-nodes.ts';
import { GRID } from '../graph/place.ts';
import { useEditor, useSession } from '../session/use-session.tsx';
import { addStep, connectSteps } from '../store/editor-actions.ts';
import { useAddMenu } from './add-menu-state.ts';
import { AddStepMenu, STEP_DRAG_TYPE } from './add-step-menu.tsx';
import { canvasEdge, canvasNode } from './canvas-elements.ts';
import { CanvasToolbar, type Tool } from './canvas-toolbar.tsx';
import { fitOptions } from './fit-options.ts';
import { LaneEdge } from './lane-edge.tsx';
import { StepNode } from './step-node.tsx';
import { useCanvasChanges } from './use-canvas-changes.ts';
import { useFirstFit } from './use-first-fit.ts';
import { useLargeFlow } from './use-large-flow.ts';
import { useReveal } from './use-reveal.ts';
import { ZoomBar } from './zoom-bar.tsx';

const nodeTypes = { step: StepNode };
const edgeTypes = { lane: LaneEdge };

/** The graph as it is drawn and changed by mouse, touch and keyboard. */
export function Canvas() {
  const session = useSession();
  const readOnly = !useWorkspace().can('flow.saveDraft');
  const { resolvedTheme } = useTheme();
  // A finger moves the view; a mouse has its wheel for that.
  const [tool, setTool] = useState<Tool>(() =>
    window.matchMedia('(pointer: coarse)').matches ? 'hand' : 'select',
  );
  const [map, setMap] = useState(false);
  const { onNodesChange, onEdgesChange, onNodeDragStop } = useCanvasChanges(readOnly);
  const graph = useEditor((state) => state.graph);
  const large = useLargeFlow(graph.nodes.length);
  const selection = useEditor((state) => state.selection);
  const nodes = useMemo(
    () => graph.nodes.map((node) => canvasNode(node, selection.nodes.has(node.id))),
    [graph.nodes, selection.nodes],
  );
  const edges = useMemo(() => {
    const titles = new Map(graph.nodes.map((node) => [node.id, nodeTitle(node)]));
    const title = (id: string) => titles.get(id) ?? '';
    return graph.edges.map((edge) =>
      canvasEdge(
        edge,
        selection.edges.has(edge.id),
        [title(edge.source), title(edge.target)],
        branchName(graph, edge),
      ),
    );
  }, [graph, selection.edges]);
  const onConnectEnd = useConnectEnd();
  const drop = useDropStep();
  useReveal();
  useFirstFit();
  return (
    <div className="relative min-h-0 flex-1 bg-canvas">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStop={onNodeDragStop}
        onSelectionDragStop={onNodeDragStop}
        onConnect={({ source, target, sourceHandle }) =>
          connectSteps(session.editor, source, target, sourceHandle)
        }
        onConnectEnd={onConnectEnd}
        isValidConnection={({ source, target }) => refusal(session.editor.graph, source, target) === null}
        onDragOver={drop.over}
        onDrop={drop.drop}
        colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        deleteKeyCode={null}
        selectionOnDrag={tool === 'select'}
        selectionMode={SelectionMode.Partial}
        panOnDrag={tool === 'hand' ? true : [1, 2]}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.1}
        maxZoom={1.75}
        snapToGrid
        snapGrid={[GRID, GRID]}
        connectionRadius={32}
        {...large}
        elevateNodesOnSelect={false}
        selectNodesOnDrag={false}
        onNodeClick={(_, node) => session.reveal([node.id])}
        onNodeDoubleClick={(_, { id, data }) => {
          if (data.node.kind !== 'note') session.panel.setState({ openInFull: id });
          else if (!readOnly) session.panel.setState({ editingNote: id });
        }}
        fitView
        fitViewOptions={fitOptions}
        aria-label="Canvas"
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        {map ? <MiniMap pannable zoomable ariaLabel="Map of the flow" position="bottom-right" /> : null}
      </ReactFlow>
      <CanvasToolbar tool={tool} onTool={setTool} readOnly={readOnly} />
      <ZoomBar map={map} onMap={setMap} />
      <AddStepMenu />
    </div>
  );
}

/** A connection dropped on the empty canvas asks which step to add there; a refused one says why. */
function useConnectEnd(): OnConnectEnd {
  const session = useSession();
  const openAt = useAddMenu((state) => state.openAt);
  return useCallback(
    (event, connection) => {
      if (connection.isValid || !connection.fromNode) return;
      const { fromNode, toNode, fromHandle } = connection;
      if (toNode) {
        const ends = fromHandle?.type === 'target' ? [toNode.id, fromNode.id] : [fromNode.id, toNode.id];
        const reason = refusal(session.editor.graph, ends[0] ?? '', ends[1] ?? '');
        if (reason) toast.warning(reason);
        return;
      }
      if (fromHandle?.type !== 'source') return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      if (point)
        openAt(
          { after: fromNode.id, branch: fromHandle.id ?? undefined },
          { left: point.clientX, bottom: point.clientY },
        );
    },
    [session, openAt],
  );
}

/** Steps dragged from the menu land where they are dropped. */
function useDropStep() {
  const session = useSession();
  const close = useAddMenu((state) => state.close);
  const { screenToFlowPosition } = useReactFlow();
  const over = useCallback((event: DragEvent) => {
    if (!event.dataTransfer.types.includes(STEP_DRAG_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  }, []);
  const drop = useCallback(
    (event: DragEvent) => {
      const kind = event.dataTransfer.getData(STEP_DRAG_TYPE) as NodeKind | '';
      if (kind === '') return;
      event.preventDefault();
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      addStep(session.editor, kind, { at: { x: x - 120, y: y - 42 } });
      close();
    },
    [session, close, screenToFlowPosition],
  );
  return { over, drop };
}
