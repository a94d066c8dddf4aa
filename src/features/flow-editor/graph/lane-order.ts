import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { definitionOf } from '#nodes/registry.ts';

/** A line of the outline: a node, and how deep it stands below the beginning of its path. */
export type OutlineLine = { node: FlowNode; depth: number };

/** Every node once, along the edges from the beginnings; notes last. */
export function laneOrder(graph: FlowGraph): OutlineLine[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const targets = new Map<string, string[]>();
  for (const edge of graph.edges)
    targets.set(edge.source, [...(targets.get(edge.source) ?? []), edge.target]);
  const hasSource = new Set(graph.edges.map((edge) => edge.target));
  const lines: OutlineLine[] = [];
  const seen = new Set<string>();
  const walk = (start: string) => {
    const stack = [{ id: start, depth: 0 }];
    for (let at = stack.pop(); at; at = stack.pop()) {
      const node = byId.get(at.id);
      if (!node || seen.has(at.id)) continue;
      seen.add(at.id);
      lines.push({ node, depth: at.depth });
      const depth = at.depth + 1;
      stack.push(...(targets.get(at.id) ?? []).map((id) => ({ id, depth })).reverse());
    }
  };
  const steps = graph.nodes.filter((node) => definitionOf(node).inLane);
  for (const node of steps) if (!hasSource.has(node.id)) walk(node.id);
  for (const node of steps) walk(node.id);
  return [...lines, ...graph.nodes.filter((node) => !seen.has(node.id)).map((node) => ({ node, depth: 0 }))];
}
