import { Graph, layout } from '@dagrejs/dagre';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { definitionOf, nodeSize } from '#nodes/registry.ts';
import { GAP_X, GAP_Y, type Point, placeOf, snap } from './place.ts';

/**
 * Places for every node, lanes running left to right, by node id. Notes keep their distance to the
 * node that they belong to, or the nearest lane node; without a place of their own they line up below.
 */
export function layoutGraph(graph: FlowGraph): Map<string, Point> {
  const dagre = new Graph();
  dagre.setGraph({ rankdir: 'LR', nodesep: GAP_Y, ranksep: GAP_X, marginx: 0, marginy: 0 });
  dagre.setDefaultEdgeLabel(() => ({}));
  const laneNodes = graph.nodes.filter((node) => definitionOf(node).inLane);
  for (const node of laneNodes) dagre.setNode(node.id, { ...nodeSize(node) });
  for (const edge of graph.edges) {
    if (dagre.hasNode(edge.source) && dagre.hasNode(edge.target)) dagre.setEdge(edge.source, edge.target);
  }
  layout(dagre);
  const places = new Map<string, Point>();
  let bottom = 0;
  for (const node of laneNodes) {
    const { width, height } = nodeSize(node);
    const laid = dagre.node(node.id) as { x: number; y: number };
    const place = snap({ x: laid.x - width / 2, y: laid.y - height / 2 });
    places.set(node.id, place);
    bottom = Math.max(bottom, place.y + height);
  }
  placeNotes(graph, places, bottom);
  return places;
}

function placeNotes(graph: FlowGraph, places: Map<string, Point>, bottom: number): void {
  let x = 0;
  for (const note of graph.nodes.filter((node) => !definitionOf(node).inLane)) {
    const own = note.kind === 'note' ? graph.nodes.find(({ id }) => id === note.about) : undefined;
    const near = own ?? nearestLaneNode(graph, note.position);
    if (near && note.position) {
      const was = placeOf(near);
      const now = places.get(near.id) ?? was;
      places.set(note.id, snap({ x: now.x + note.position.x - was.x, y: now.y + note.position.y - was.y }));
    } else {
      places.set(note.id, snap({ x, y: bottom + GAP_Y }));
      x += nodeSize(note).width + GAP_Y;
    }
  }
}

function nearestLaneNode(graph: FlowGraph, point: Point | undefined) {
  if (!point) return null;
  let best: (typeof graph.nodes)[number] | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const node of graph.nodes) {
    if (!definitionOf(node).inLane || !node.position) continue;
    const d = Math.hypot(node.position.x - point.x, node.position.y - point.y);
    if (d < distance) [best, distance] = [node, d];
  }
  return best;
}

/** The same graph with a place for every node: laid out afresh where any lane node has none. */
export function withPlaces(graph: FlowGraph): FlowGraph {
  const missing = graph.nodes.filter((node) => !node.position);
  if (missing.length === 0) return graph;
  const places = layoutGraph(graph);
  const afresh = missing.some((node) => definitionOf(node).inLane);
  return {
    ...graph,
    nodes: graph.nodes.map((node) =>
      afresh || !node.position ? { ...node, position: places.get(node.id) ?? { x: 0, y: 0 } } : node,
    ),
  };
}
