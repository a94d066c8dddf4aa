import { allows } from '#core/access/permissions.ts';
import type { FlowChange } from '#core/flow/flow-change.ts';
import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

type Shown = {
  graph(graph: FlowGraph): FlowGraph;
  nodes(nodes: FlowNode[]): FlowNode[];
  changes(changes: FlowChange[]): FlowChange[];
};

const all: Shown = { graph: (graph) => graph, nodes: (nodes) => nodes, changes: (changes) => changes };

const hidden: Shown = {
  graph: (graph) => ({ ...graph, nodes: hidden.nodes(graph.nodes) }),
  nodes: (nodes) =>
    nodes.map((node) => (node.kind === 'code' ? { ...node, cases: undefined, pins: undefined } : node)),
  changes: (changes) =>
    changes.map((change) =>
      change.path.includes(' › case › ') ? { ...change, before: null, after: null } : change,
    ),
};

/**
 * Flows as the caller may see them. The cases and pins of code nodes hold records that somebody kept there: where anything is
 * masked for the caller, only who may change them is shown them.
 */
export async function shownKeptRecords(context: WorkspaceContext): Promise<Shown> {
  if (allows(context.role, 'flow.saveDraft')) return all;
  return (await maskerFor(context)).visible ? hidden : all;
}
