import { findPaths, type LanePath } from '../flow/find-paths.ts';
import { ConflictNode, type FlowGraph, type FlowNode } from '../flow/flow-graph.ts';
import { ProblemList } from '../flow/problem-list.ts';
import type { ReDecide } from './bulk-action.ts';

/** Fields that were decided again, by the lane's id within the flow. */
export type DecidedAgain = Record<string, readonly string[]>;

/**
 * The graph with the rules of a re-decision as those of its lanes: of all fields, of those that it names, and of
 * those that were decided again and have a rule of their own. A lane without a conflict node gets one.
 */
export function withRules(graph: FlowGraph, action: ReDecide, decided: DecidedAgain): FlowGraph {
  let next = graph;
  for (const path of findPaths(graph, new ProblemList())) {
    const fields = decided[`${path.left.id}-${path.mapping.id}-${path.right.id}`];
    if (fields) next = withRulesOf(next, path, action, fields);
  }
  return next;
}

function withRulesOf(
  graph: FlowGraph,
  path: LanePath,
  action: ReDecide,
  fields: readonly string[],
): FlowGraph {
  const present = graph.nodes.find((node) => node.id === path.conflict?.id);
  if (present?.kind !== 'conflict') {
    return inserted(graph, path, ruledNode(newNode(graph, path), action, fields));
  }
  const ruled = ruledNode(present, action, fields);
  return { ...graph, nodes: graph.nodes.map((each) => (each === present ? ruled : each)) };
}

function ruledNode(
  node: ConflictNode,
  { rule, fields = {}, deletes }: ReDecide,
  decided: readonly string[],
): ConflictNode {
  const own = { ...node.fields };
  for (const name of decided) if (rule && own[name]) own[name] = rule;
  return {
    ...node,
    rule: rule ?? node.rule,
    fields: { ...own, ...fields },
    deletes: deletes ? { ...node.deletes, againstUpdate: deletes } : node.deletes,
  };
}

/** A conflict node as a lane without one behaves, placed behind the mapping. */
function newNode({ nodes }: FlowGraph, { mapping, right }: LanePath): ConflictNode {
  const ids = new Set(nodes.map(({ id }) => id));
  const from = mapping.position;
  const to = right.position;
  return ConflictNode.parse({
    id: freeId(ids, 'rule'),
    kind: 'conflict',
    ...(from && to ? { position: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } } : {}),
  });
}

/** The graph with a node on the edge that leaves the lane's mapping. */
function inserted(graph: FlowGraph, path: LanePath, node: FlowNode): FlowGraph {
  const edge = graph.edges.find(({ id, source }) => path.edgeIds.includes(id) && source === path.mapping.id);
  if (!edge) return graph;
  const ids = new Set(graph.edges.map(({ id }) => id));
  const behind = { id: freeId(ids, `${edge.id}-rule`), source: node.id, target: edge.target };
  const edges = graph.edges.map((each) => (each === edge ? { ...edge, target: node.id } : each));
  return { ...graph, nodes: [...graph.nodes, node], edges: [...edges, behind] };
}

function freeId(taken: ReadonlySet<string>, wanted: string): string {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(id)) return id;
  }
}
