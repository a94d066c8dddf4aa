import type { FlowNode } from '#core/flow/flow-graph.ts';
import { codeDefinition } from './code/definition.ts';
import { conflictDefinition } from './conflict/definition.ts';
import { endpointDefinition } from './endpoint/definition.ts';
import { filterDefinition } from './filter/definition.ts';
import { mappingDefinition } from './mapping/definition.ts';
import type { NodeDefinition, NodeKind, NodeSize } from './node-definition.ts';
import { noteDefinition } from './note/definition.ts';
import { routerDefinition } from './router/definition.ts';

/** Every kind of node, in the order of the menu. */
export const nodeDefinitions: { readonly [K in NodeKind]: NodeDefinition<K> } = {
  endpoint: endpointDefinition,
  mapping: mappingDefinition,
  filter: filterDefinition,
  router: routerDefinition,
  code: codeDefinition,
  conflict: conflictDefinition,
  note: noteDefinition,
};

export const nodeKinds = Object.keys(nodeDefinitions) as NodeKind[];

/** The definition of a node's kind, callable with any node of that kind. */
export function definitionOf(node: FlowNode): NodeDefinition<NodeKind> {
  return nodeDefinitions[node.kind] as unknown as NodeDefinition<NodeKind>;
}

/** The size of a node on the canvas. */
export function nodeSize(node: FlowNode): NodeSize {
  return definitionOf(node).size(node);
}

/** What people call a node: its label, or what it does. */
export function nodeTitle(node: FlowNode): string {
  return definitionOf(node).title(node);
}

/** A new node of a kind, with everything defaulted. */
export function createNode(kind: NodeKind, id: string): FlowNode {
  return nodeDefinitions[kind].create(id);
}
