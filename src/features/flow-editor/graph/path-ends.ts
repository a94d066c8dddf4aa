import type { EndpointNode, FlowGraph } from '#core/flow/flow-graph.ts';

/** The first endpoint that one meets walking from a node against or along the edges. */
function firstEndpoint(graph: FlowGraph, from: string, step: 'source' | 'target'): EndpointNode | null {
  const here = step === 'source' ? 'target' : 'source';
  const seen = new Set<string>([from]);
  const queue = [from];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const edge of graph.edges) {
      const next = edge[step];
      if (edge[here] !== at || seen.has(next)) continue;
      seen.add(next);
      const node = graph.nodes.find((other) => other.id === next);
      if (node?.kind === 'endpoint') return node;
      queue.push(next);
    }
  }
  return null;
}

/** The endpoints that a node's path joins; null where it leads to none yet. */
export function pathEnds(
  graph: FlowGraph,
  nodeId: string,
): { left: EndpointNode | null; right: EndpointNode | null } {
  return {
    left: firstEndpoint(graph, nodeId, 'source'),
    right: firstEndpoint(graph, nodeId, 'target'),
  };
}

/** The side whose records a filter is about: the left one where a mapping comes behind it; null while none is there. */
export function filterSide(graph: FlowGraph, nodeId: string): 'left' | 'right' | null {
  if (meetsMapping(graph, nodeId, 'target')) return 'left';
  return meetsMapping(graph, nodeId, 'source') ? 'right' : null;
}

/** Does a mapping lie between a node and the endpoints that one comes to along or against the edges? */
function meetsMapping(graph: FlowGraph, from: string, step: 'source' | 'target'): boolean {
  const here = step === 'source' ? 'target' : 'source';
  const seen = new Set<string>([from]);
  const queue = [from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const edge of graph.edges) {
      const node = graph.nodes.find((other) => other.id === edge[step]);
      if (edge[here] !== at || !node || seen.has(node.id) || node.kind === 'endpoint') continue;
      if (node.kind === 'mapping') return true;
      seen.add(node.id);
      queue.push(node.id);
    }
  }
  return false;
}

/** Left names of the fields mapped on the paths of a node, each once. */
export function mappedFields(graph: FlowGraph, nodeId: string): string[] {
  const names = new Set<string>();
  for (const step of ['source', 'target'] as const) {
    const here = step === 'source' ? 'target' : 'source';
    const seen = new Set<string>([nodeId]);
    const queue = [nodeId];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      for (const edge of graph.edges) {
        const next = edge[step];
        if (edge[here] !== at || seen.has(next)) continue;
        seen.add(next);
        const node = graph.nodes.find((other) => other.id === next);
        if (node?.kind === 'mapping') for (const pair of node.fields) names.add(pair.left);
        if (node && node.kind !== 'endpoint') queue.push(next);
      }
    }
  }
  return [...names];
}
