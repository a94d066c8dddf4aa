import type { CodeNode, FlowGraph } from '../flow/flow-graph.ts';
import { type ModulePins, pinChange, pinModules } from './pin-modules.ts';

/** Has every code node a pin for each module that it imports, and no other? */
export function isPinned(graph: FlowGraph): boolean {
  return graph.nodes.every((node) => {
    if (node.kind !== 'code') return true;
    const { drop, missing } = pinChange(node.source, node.modules ?? {}, {});
    return drop.length === 0 && missing.length === 0;
  });
}

/**
 * The graph with a pin for each module that a code node imports: as it says itself, else as the node
 * has it in `before`, else the newest version. What there is no module for stays without one.
 */
export function pinGraph(before: FlowGraph | null, after: FlowGraph, newest: ModulePins): FlowGraph {
  const nodes = after.nodes.map((node): FlowGraph['nodes'][number] => {
    if (node.kind !== 'code') return node;
    const old = before?.nodes.find(({ id }) => id === node.id);
    const known = { ...(old?.kind === 'code' ? old.modules : {}), ...node.modules };
    return withModules(node, pinModules(node.source, known, newest));
  });
  return { ...after, nodes };
}

function withModules({ modules: _, ...node }: CodeNode, modules: ModulePins | undefined): CodeNode {
  return modules ? { ...node, modules } : node;
}
