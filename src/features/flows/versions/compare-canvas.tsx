'use client';

import '@xyflow/react/dist/base.css';
import '#features/flow-editor/canvas/canvas.css';
import { Background, BackgroundVariant, MiniMap, ReactFlow, useReactFlow } from '@xyflow/react';
import { useTheme } from 'next-themes';
import { useEffect, useMemo, useState } from 'react';
import type { ComparedFlows } from '#core/flow/compare-flows.ts';
import { fitOptions } from '#features/flow-editor/canvas/fit-options.ts';
import { useLargeFlow } from '#features/flow-editor/canvas/use-large-flow.ts';
import { ZoomBar } from '#features/flow-editor/canvas/zoom-bar.tsx';
import { CARD_SIZE } from '#nodes/node-definition.ts';
import { nodeTitle } from '#nodes/registry.ts';
import { type ComparedCanvasEdge, ComparedEdgeLine } from './compared-edge.tsx';
import { type ComparedCanvasNode, ComparedNodeCard } from './compared-node.tsx';
import { placesOf } from './places-of.ts';

const nodeTypes = { compared: ComparedNodeCard };
const edgeTypes = { compared: ComparedEdgeLine };

/** Both flows as one drawing, to look at. */
export function CompareCanvas({
  compared,
  focused,
  onFocus,
}: {
  compared: ComparedFlows;
  /** The step that is looked at. */
  focused: string | null;
  onFocus: (node: string) => void;
}) {
  const { resolvedTheme } = useTheme();
  const [map, setMap] = useState(false);
  const flow = useReactFlow();
  const large = useLargeFlow(compared.nodes.length);
  const places = useMemo(() => placesOf(compared), [compared]);
  const plain = useMemo(
    () =>
      compared.nodes.map(
        (each): ComparedCanvasNode => ({
          id: each.id,
          type: 'compared',
          position: places.get(each.id) ?? { x: 0, y: 0 },
          data: each,
          ...CARD_SIZE,
          measured: CARD_SIZE,
          ariaLabel: `${nodeTitle(each.node)}: ${each.what}`,
        }),
      ),
    [compared, places],
  );
  // The others stay the same objects, and are not drawn again.
  const nodes = useMemo(
    () => plain.map((node) => (node.id === focused ? { ...node, selected: true } : node)),
    [plain, focused],
  );
  const edges = useMemo(
    () =>
      compared.edges.map(
        ({ id, source, target, what }): ComparedCanvasEdge => ({
          id,
          type: 'compared',
          source,
          target,
          data: { what },
          focusable: false,
        }),
      ),
    [compared],
  );
  useEffect(() => {
    const place = focused === null ? undefined : places.get(focused);
    if (!place) return;
    const zoom = Math.max(flow.getZoom(), 0.6);
    void flow.setCenter(place.x + CARD_SIZE.width / 2, place.y + CARD_SIZE.height / 2, {
      zoom,
      duration: 150,
    });
  }, [focused, places, flow]);
  return (
    <div className="relative min-h-0 min-w-0 flex-1 bg-canvas">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_, node) => onFocus(node.id)}
        colorMode={resolvedTheme === 'dark' ? 'dark' : 'light'}
        nodesDraggable={false}
        nodesConnectable={false}
        elementsSelectable={false}
        deleteKeyCode={null}
        panOnScroll
        minZoom={0.1}
        maxZoom={1.75}
        {...large}
        fitView
        fitViewOptions={fitOptions}
        aria-label="What changed"
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
        {map ? <MiniMap pannable zoomable ariaLabel="Map of the flow" position="bottom-right" /> : null}
      </ReactFlow>
      <ZoomBar map={map} onMap={setMap} />
    </div>
  );
}
