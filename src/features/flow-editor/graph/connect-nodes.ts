import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { definitionOf } from '#nodes/registry.ts';
import { freeBranch } from './branches.ts';
import { newId } from './new-id.ts';

/** Whether one can walk along the edges from one node to the other, over nodes that may be passed. */
export function reaches(
  graph: FlowGraph,
  from: string,
  to: string,
  passable: (id: string) => boolean = () => true,
): boolean {
  const seen = new Set<string>([from]);
  const queue = [from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === to) return true;
    for (const edge of graph.edges) {
      if (edge.source !== at || seen.has(edge.target)) continue;
      seen.add(edge.target);
      if (edge.target === to || passable(edge.target)) queue.push(edge.target);
    }
  }
  return false;
}

/** Why these two nodes may not be connected, in one sentence; null when they may. */
export function refusal(graph: FlowGraph, source: string, target: string): string | null {
  const from = graph.nodes.find((node) => node.id === source);
  const to = graph.nodes.find((node) => node.id === target);
  if (!from || !to) return 'One of the two steps is gone.';
  if (source === target) return 'A step cannot be connected to itself.';
  if (!definitionOf(from).inLane || !definitionOf(to).inLane) return 'Notes are not part of a lane.';
  if (graph.edges.some((edge) => edge.source === source && edge.target === target)) {
    return 'These two steps are connected already.';
  }
  // A ring over endpoints is several lanes; one without would never end.
  const isStep = (id: string) => graph.nodes.some((node) => node.id === id && node.kind !== 'endpoint');
  if (isStep(source) && isStep(target) && reaches(graph, target, source, isStep)) {
    return 'That would close a circle without an endpoint.';
  }
  return null;
}

/**
 * Adds the edge where it is allowed; works on a draft, says whether it did.
 * @param branch by which it leaves a router; the first free one where it is left out.
 */
export function connect(graph: FlowGraph, source: string, target: string, branch?: string): boolean {
  if (refusal(graph, source, target) !== null) return false;
  const own = branch ?? freeBranch(graph, source);
  graph.edges.push({ id: newId('edge'), source, target, ...(own === undefined ? {} : { branch: own }) });
  return true;
}
