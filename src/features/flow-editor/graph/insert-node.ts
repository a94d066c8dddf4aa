import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { nodeSize } from '#nodes/registry.ts';
import { connect, reaches } from './connect-nodes.ts';
import { freePlace, GAP_X, type Point, placeOf, snap } from './place.ts';

/** Adds a node at a free place near `at`. Works on a draft. */
export function addNode(graph: FlowGraph, node: FlowNode, at: Point): void {
  graph.nodes.push({ ...node, position: freePlace(graph, at, nodeSize(node)) });
}

/** Adds a node to the right of another and connects the two, unless both are endpoints. Works on a draft. */
export function addAfter(graph: FlowGraph, sourceId: string, node: FlowNode, branch?: string): void {
  const source = graph.nodes.find((other) => other.id === sourceId);
  if (!source) return;
  const place = placeOf(source);
  addNode(graph, node, { x: place.x + nodeSize(source).width + GAP_X, y: place.y });
  if (source.kind !== 'endpoint' || node.kind !== 'endpoint') connect(graph, sourceId, node.id, branch);
}

/** Puts a node into an edge: the edge becomes two, what comes after makes room. Works on a draft. */
export function insertOnEdge(graph: FlowGraph, edgeId: string, node: FlowNode): void {
  const edge = graph.edges.find((other) => other.id === edgeId);
  const source = graph.nodes.find((other) => other.id === edge?.source);
  const target = graph.nodes.find((other) => other.id === edge?.target);
  if (!edge || !source || !target) return;
  const size = nodeSize(node);
  const from = placeOf(source);
  const to = placeOf(target);
  const start = from.x + nodeSize(source).width;
  const missing = start + size.width + 2 * GAP_X - to.x;
  if (missing > 0) {
    const behind = graph.nodes.filter((other) => reaches(graph, edge.target, other.id));
    for (const other of behind) {
      const place = placeOf(other);
      other.position = snap({ x: place.x + missing, y: place.y });
    }
  }
  const middle = missing > 0 ? start + GAP_X : (start + to.x - size.width) / 2;
  graph.edges.splice(graph.edges.indexOf(edge), 1);
  addNode(graph, node, { x: middle, y: (from.y + to.y) / 2 });
  connect(graph, source.id, node.id, edge.branch);
  connect(graph, node.id, target.id);
}

/**
 * Removes nodes with their edges, and edges. One step removed from the middle of a path leaves its
 * neighbours connected. Works on a draft.
 */
export function removeElements(
  graph: FlowGraph,
  nodeIds: ReadonlySet<string>,
  edgeIds: ReadonlySet<string>,
): void {
  const gone = graph.edges.filter(
    (edge) => edgeIds.has(edge.id) || nodeIds.has(edge.source) || nodeIds.has(edge.target),
  );
  const isEndpoint = graph.nodes.some((node) => nodeIds.has(node.id) && node.kind === 'endpoint');
  graph.nodes = graph.nodes.filter((node) => !nodeIds.has(node.id));
  graph.edges = graph.edges.filter((edge) => !gone.includes(edge));
  for (const node of graph.nodes) {
    if (node.kind === 'note' && node.about !== undefined && nodeIds.has(node.about)) delete node.about;
  }
  const [only] = nodeIds;
  if (nodeIds.size !== 1 || isEndpoint) return;
  const into = gone.filter((edge) => edge.target === only && !edgeIds.has(edge.id));
  const outOf = gone.filter((edge) => edge.source === only && !edgeIds.has(edge.id));
  const [before] = into;
  const [after] = outOf;
  if (into.length === 1 && outOf.length === 1 && before && after) {
    connect(graph, before.source, after.target, before.branch);
  }
}
