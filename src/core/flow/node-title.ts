import type { FlowNode } from './flow-graph.ts';

/** How a node is called in sentences: by its label, else by what it is. */
export function nodeTitle(node: FlowNode): string {
  if (node.label) return node.label;
  if (node.kind !== 'endpoint') return `${node.kind} "${node.id}"`;
  const named = [node.connection, node.stream].filter((part) => part !== '').join(' ');
  return named || `endpoint "${node.id}"`;
}
