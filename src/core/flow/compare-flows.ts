import type { FlowChange } from './flow-change.ts';
import type { FlowEdge, FlowGraph, FlowNode } from './flow-graph.ts';
import { planChanges } from './plan-changes.ts';

export type ComparedNode = {
  id: string;
  what: 'added' | 'removed' | 'changed' | 'moved' | 'same';
  /** As it is afterwards; as it was, where it was removed. */
  node: FlowNode;
  changes: FlowChange[];
};

export type ComparedEdge = FlowEdge & { what: 'added' | 'removed' | 'same' };

export type ComparedFlows = {
  /** Every node of either flow, those of the later one first. */
  nodes: ComparedNode[];
  edges: ComparedEdge[];
  /** Changes of what hangs together with what. */
  edgeChanges: FlowChange[];
  /** Changes of the flow as a whole: its name, its look-up tables. */
  flow: FlowChange[];
  /** How many changes there are; where nodes stand is none. */
  count: number;
};

/** Two flows as one drawing: what there is in either of them, and what has become of it. */
export function compareFlows(before: FlowGraph, after: FlowGraph): ComparedFlows {
  const changes = planChanges(before, after);
  const byNode = Map.groupBy(changes, ({ node }) => node ?? '');
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Set(after.nodes.map(({ id }) => id));
  const nodes = after.nodes.map((node): ComparedNode => {
    const own = byNode.get(node.id) ?? [];
    return { id: node.id, what: fateOf(old.get(node.id), node, own), node, changes: own };
  });
  const gone = before.nodes
    .filter(({ id }) => !now.has(id))
    .map(
      (node): ComparedNode => ({ id: node.id, what: 'removed', node, changes: byNode.get(node.id) ?? [] }),
    );
  const rest = byNode.get('') ?? [];
  return {
    nodes: [...nodes, ...gone],
    edges: compareEdges(before.edges, after.edges),
    edgeChanges: rest.filter(({ edge }) => edge),
    flow: rest.filter(({ edge }) => !edge),
    count: changes.length,
  };
}

function fateOf(before: FlowNode | undefined, after: FlowNode, changes: FlowChange[]): ComparedNode['what'] {
  if (!before) return 'added';
  if (changes.length > 0) return 'changed';
  const [was, is] = [before.position, after.position];
  return was && is && (was.x !== is.x || was.y !== is.y) ? 'moved' : 'same';
}

function compareEdges(before: readonly FlowEdge[], after: readonly FlowEdge[]): ComparedEdge[] {
  const ends = ({ source, target, branch }: FlowEdge) => JSON.stringify([source, target, branch]);
  const [old, now] = [new Set(before.map(ends)), new Set(after.map(ends))];
  const here = after.map((edge): ComparedEdge => ({ ...edge, what: old.has(ends(edge)) ? 'same' : 'added' }));
  const gone = before
    .filter((edge) => !now.has(ends(edge)))
    // An id may be in use by another edge now.
    .map((edge): ComparedEdge => ({ ...edge, id: `gone ${edge.id}`, what: 'removed' }));
  return [...here, ...gone];
}
