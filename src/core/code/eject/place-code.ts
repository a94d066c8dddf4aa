import type { Side } from '../../change/change-event.ts';
import type { CodeNode, FlowEdge, FlowGraph } from '../../flow/flow-graph.ts';

/** Room that a node takes on the canvas, and between two. */
const STEP = 320;

/** A flow with a code node next to a node of a path, on one side of it; what is behind it makes room. */
export function placeCode(
  graph: FlowGraph,
  code: CodeNode,
  beside: string,
  side: Side,
  edgeId: string,
): FlowGraph {
  const [near, far] = side === 'left' ? (['target', 'source'] as const) : (['source', 'target'] as const);
  const joining = { id: edgeId, [near]: beside, [far]: code.id } as FlowEdge;
  const edges = graph.edges.flatMap((edge) => {
    if (edge[near] !== beside) return [edge];
    const moved = { ...edge, [near]: code.id };
    return side === 'left' ? [moved, joining] : [joining, moved];
  });
  const at = graph.nodes.findIndex(({ id }) => id === beside);
  const behind = side === 'left' ? [beside, ...reached(graph, beside)] : reached(graph, beside);
  const placed = withRoom(graph, code, beside, behind, side);
  const nodes = placed.nodes.toSpliced(side === 'left' ? at : at + 1, 0, placed.code);
  return { ...graph, nodes, edges };
}

/** The flow without a node of a path: its two neighbours are connected by the edge that is not next to `beside`. */
export function takeOutCode(graph: FlowGraph, codeId: string, beside: string): FlowGraph | null {
  const into = graph.edges.filter(({ target }) => target === codeId);
  const outOf = graph.edges.filter(({ source }) => source === codeId);
  const [before, after] = [into[0], outOf[0]];
  if (!before || !after || into.length > 1 || outOf.length > 1) return null;
  const joined =
    before.source === beside ? { ...after, source: before.source } : { ...before, target: after.target };
  const gone = joined.id === after.id ? before.id : after.id;
  return {
    ...graph,
    nodes: withoutRoom(graph, codeId, beside).filter(({ id }) => id !== codeId),
    edges: graph.edges.filter(({ id }) => id !== gone).map((edge) => (edge.id === joined.id ? joined : edge)),
  };
}

function withRoom(graph: FlowGraph, code: CodeNode, beside: string, behind: string[], side: Side) {
  const place = graph.nodes.find(({ id }) => id === beside)?.position;
  if (!place) return { nodes: graph.nodes, code };
  const position = side === 'left' ? place : { x: place.x + STEP, y: place.y };
  const nodes = graph.nodes.map((node) =>
    behind.includes(node.id) && node.position
      ? { ...node, position: { x: node.position.x + STEP, y: node.position.y } }
      : node,
  );
  return { nodes, code: { ...code, position } };
}

/** Where nobody moved the two nodes apart since, what is behind them goes back to where it was. */
function withoutRoom(graph: FlowGraph, codeId: string, beside: string): FlowGraph['nodes'] {
  const placeOf = (wanted: string) => graph.nodes.find(({ id }) => id === wanted)?.position;
  const [code, other] = [placeOf(codeId), placeOf(beside)];
  if (!code || !other || Math.abs(code.x - other.x) !== STEP || code.y !== other.y) return graph.nodes;
  const behind = new Set(reached(graph, codeId));
  return graph.nodes.map((node) =>
    behind.has(node.id) && node.position
      ? { ...node, position: { x: node.position.x - STEP, y: node.position.y } }
      : node,
  );
}

/** The nodes behind one, along the edges. */
function reached(graph: FlowGraph, from: string): string[] {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source, target } of graph.edges) {
      if (source !== id || target === from || found.has(target)) continue;
      found.add(target);
      open.push(target);
    }
  }
  return [...found];
}
