import { createNode } from '#nodes/registry.ts';
import { withPlaces } from '../graph/layout-graph.ts';
import { newId } from '../graph/new-id.ts';
import type { EditorStore } from './editor-store.ts';

/** Draws a whole lane to be filled in: endpoint, mapping, conflict rule, endpoint. One undo step. */
export function drawSkeleton(store: EditorStore): void {
  const kinds = ['endpoint', 'mapping', 'conflict', 'endpoint'] as const;
  const nodes = kinds.map((kind) => createNode(kind, newId(kind)));
  const edges = nodes.slice(1).map((node, index) => ({
    id: newId('edge'),
    source: nodes[index]!.id,
    target: node.id,
  }));
  const drawn = withPlaces({ ...store.graph, nodes, edges });
  store.edit(
    (graph) => {
      graph.nodes.push(...drawn.nodes);
      graph.edges.push(...drawn.edges);
    },
    { select: { nodes: new Set([nodes[0]!.id]), edges: new Set() } },
  );
}
