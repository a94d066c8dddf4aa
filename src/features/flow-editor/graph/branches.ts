import type { FlowEdge, FlowGraph } from '#core/flow/flow-graph.ts';
import { OTHERWISE } from '#core/flow/router-branches.ts';
import { nodeTitle } from '#nodes/registry.ts';

/** The branch by which a new edge leaves a node: of a router the first one that leads nowhere yet; else none. */
export function freeBranch(graph: FlowGraph, source: string): string | undefined {
  const node = graph.nodes.find((other) => other.id === source);
  if (node?.kind !== 'router') return undefined;
  const used = new Set(graph.edges.flatMap((edge) => (edge.source === source ? [edge.branch] : [])));
  return node.branches.find(({ id }) => !used.has(id))?.id ?? OTHERWISE;
}

/** What the branch of an edge is called; null where it leaves no router. */
export function branchName(graph: FlowGraph, { source, branch }: FlowEdge): string | null {
  const node = graph.nodes.find((other) => other.id === source);
  if (node?.kind !== 'router' || branch === undefined) return null;
  if (branch === OTHERWISE) return 'Otherwise';
  return node.branches.find(({ id }) => id === branch)?.name ?? branch;
}

/** By branch id the titles of the steps that a router's branches lead to. */
export function branchTargets(graph: FlowGraph, nodeId: string): Record<string, string> {
  const targets: Record<string, string> = {};
  for (const { source, target, branch } of graph.edges) {
    const to = graph.nodes.find((other) => other.id === target);
    if (source !== nodeId || branch === undefined || !to) continue;
    const title = nodeTitle(to);
    targets[branch] = targets[branch] === undefined ? title : `${targets[branch]}, ${title}`;
  }
  return targets;
}
