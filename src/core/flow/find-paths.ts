import type { Side } from '../change/change-event.ts';
import type {
  CodeNode,
  ConflictNode,
  EndpointNode,
  FlowEdge,
  FlowGraph,
  FlowNode,
  MappingNode,
} from './flow-graph.ts';
import { nodeTitle } from './node-title.ts';
import type { ProblemList } from './problem-list.ts';
import { branchFilter, checkRouter, type PathFilter } from './router-branches.ts';

/** A node that says something of one side's records. */
export type PathStep = PathFilter | CodeNode;

/** One path between two endpoints, with exactly one mapping and at most one conflict node. */
export type LanePath = {
  left: EndpointNode;
  right: EndpointNode;
  mapping: MappingNode;
  conflict: ConflictNode | null;
  /** What stands before the mapping, and behind it, in the order from the endpoint to the mapping. */
  steps: Record<Side, PathStep[]>;
  edgeIds: string[];
};

type Wiring = { nodes: Map<string, FlowNode>; out: Map<string, FlowEdge[]>; into: Map<string, FlowEdge[]> };

/** Finds every lane's path, and reports what keeps nodes and edges from lying on one. Notes are left out. */
export function findPaths(graph: FlowGraph, problems: ProblemList): LanePath[] {
  const wiring = wire(graph, problems);
  reportCircles(wiring, problems);
  const paths: LanePath[] = [];
  for (const node of wiring.nodes.values()) {
    if (node.kind === 'endpoint') follow(wiring, problems, [node], [], paths);
  }
  for (const node of wiring.nodes.values()) {
    if (node.kind === 'router') checkRouter(node, wiring.out.get(node.id) ?? [], problems);
  }
  reportLoose(wiring, problems);
  return paths;
}

function wire(graph: FlowGraph, problems: ProblemList): Wiring {
  const wiring: Wiring = { nodes: new Map(), out: new Map(), into: new Map() };
  const seen = new Set<string>();
  for (const node of graph.nodes) {
    if (seen.has(node.id)) {
      problems.error(
        'EDGE_BROKEN',
        { nodeId: node.id },
        `Two nodes have the id "${node.id}".`,
        'Give one of them another id.',
      );
    } else if (node.kind !== 'note' && !isMerge(node)) {
      wiring.nodes.set(node.id, node);
    }
    seen.add(node.id);
  }
  const edgeIds = new Set<string>();
  const ends = new Set<string>();
  for (const edge of graph.edges) {
    const place = { edgeId: edge.id };
    if (edgeIds.has(edge.id)) {
      problems.error(
        'EDGE_BROKEN',
        place,
        `Two edges have the id "${edge.id}".`,
        'Give one of them another id.',
      );
      continue;
    }
    edgeIds.add(edge.id);
    const missing = [edge.source, edge.target].find((end) => !seen.has(end));
    if (missing !== undefined) {
      problems.error(
        'EDGE_BROKEN',
        place,
        `The edge leads to a node "${missing}" that does not exist.`,
        'Remove the edge.',
      );
      continue;
    }
    if (graph.nodes.some((node) => isMerge(node) && (node.id === edge.source || node.id === edge.target))) {
      problems.error(
        'EDGE_BROKEN',
        place,
        'A merge decides conflicts; no record runs through it.',
        'Remove the edge, and name the merge in a rule of the conflict node.',
      );
      continue;
    }
    if (!wiring.nodes.has(edge.source) || !wiring.nodes.has(edge.target)) continue;
    const between = `${edge.source} ${edge.target}`;
    if (ends.has(between)) {
      problems.error(
        'EDGE_BROKEN',
        place,
        'Two edges connect the same two nodes.',
        'Remove one of the two edges.',
      );
      continue;
    }
    ends.add(between);
    push(wiring.out, edge.source, edge);
    push(wiring.into, edge.target, edge);
  }
  return wiring;
}

/** Code that decides conflicts stands beside the paths. */
function isMerge(node: FlowNode): boolean {
  return node.kind === 'code' && node.form === 'merge';
}

function push(map: Map<string, FlowEdge[]>, key: string, edge: FlowEdge): void {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}

/** Walks on from the last node until an endpoint; stops where no lane can come of it any more. */
function follow(
  wiring: Wiring,
  problems: ProblemList,
  trail: [EndpointNode, ...FlowNode[]],
  edgeIds: string[],
  paths: LanePath[],
): void {
  const last = trail.at(-1) as FlowNode;
  for (const edge of wiring.out.get(last.id) ?? []) {
    const next = wiring.nodes.get(edge.target) as FlowNode;
    const along = [...edgeIds, edge.id];
    if (next.kind === 'endpoint') {
      finish(wiring, problems, trail, next, along, paths);
    } else if (trail.includes(next)) {
      // Circles are reported apart.
    } else if (
      next.kind !== 'filter' &&
      next.kind !== 'router' &&
      next.kind !== 'code' &&
      trail.some((node) => node.kind === next.kind)
    ) {
      problems.error(
        'LANE_MAPPING_COUNT',
        { nodeId: next.id, edgeId: edge.id },
        `The path from ${nodeTitle(trail[0])} comes to a second ${next.kind} node before it reaches an endpoint.`,
        next.kind === 'mapping'
          ? 'Keep one mapping between two endpoints, or put an endpoint between the two mappings.'
          : 'Keep one conflict node between two endpoints.',
      );
    } else {
      follow(wiring, problems, [...trail, next], along, paths);
    }
  }
}

function finish(
  wiring: Wiring,
  problems: ProblemList,
  trail: [EndpointNode, ...FlowNode[]],
  right: EndpointNode,
  edgeIds: string[],
  paths: LanePath[],
): void {
  const left = trail[0];
  const mapping = trail.find((node) => node.kind === 'mapping');
  if (!mapping) {
    problems.error(
      'LANE_MAPPING_COUNT',
      { edgeId: edgeIds.at(-1), nodeId: right.id },
      `The path from ${nodeTitle(left)} to ${nodeTitle(right)} has no mapping.`,
      'Put a mapping on the edge between them.',
    );
    return;
  }
  const conflict = trail.find((node) => node.kind === 'conflict') ?? null;
  const at = trail.indexOf(mapping);
  const stepsOf = (from: number, to?: number) =>
    trail.slice(from, to).flatMap((node, place): PathStep[] => {
      if (node.kind === 'filter' || node.kind === 'code') return [node];
      if (node.kind !== 'router') return [];
      const leaving = wiring.out.get(node.id)?.find(({ id }) => id === edgeIds[from + place]);
      return branchFilter(node, leaving?.branch);
    });
  const steps = { left: stepsOf(0, at), right: stepsOf(at).reverse() };
  const misplaced = trail.slice(at).find((node) => node.kind === 'router');
  if (misplaced) {
    problems.error(
      'ROUTER_INVALID',
      { nodeId: misplaced.id },
      `${nodeTitle(misplaced)} stands behind the mapping ${nodeTitle(mapping)}.`,
      'Put the router before the mappings, so that each branch has a mapping of its own.',
    );
    return;
  }
  paths.push({ left, right, mapping, conflict, steps, edgeIds });
}

/** Strongly connected parts without an endpoint never end; rings through endpoints may bring changes back. */
function reportCircles(wiring: Wiring, problems: ProblemList): void {
  const inner = [...wiring.nodes.values()].filter((node) => node.kind !== 'endpoint');
  for (const node of inner) {
    if (reaches(wiring, node.id, node.id, (passed) => passed.kind !== 'endpoint')) {
      problems.error(
        'LANE_CYCLE',
        { nodeId: node.id },
        `The path through ${nodeTitle(node)} comes back to it without reaching an endpoint.`,
      );
    }
  }
  for (const node of wiring.nodes.values()) {
    if (node.kind !== 'endpoint' || !reaches(wiring, node.id, node.id, () => true)) continue;
    problems.warning(
      'LANE_CYCLE',
      { nodeId: node.id },
      `Changes of ${nodeTitle(node)} can come back to it over other endpoints.`,
      'Let one mapping go both ways instead of drawing a way back, or remove one edge of the ring.',
    );
  }
}

/** Is `goal` reached by edges from `start`, over nodes that may be passed? */
function reaches(
  wiring: Wiring,
  start: string,
  goal: string,
  passable: (node: FlowNode) => boolean,
): boolean {
  const seen = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of wiring.out.get(id) ?? []) {
      if (edge.target === goal) return true;
      if (seen.has(edge.target) || !passable(wiring.nodes.get(edge.target) as FlowNode)) continue;
      seen.add(edge.target);
      open.push(edge.target);
    }
  }
  return false;
}

/** Nodes that no endpoint leads to, or that lead to none. */
function reportLoose(wiring: Wiring, problems: ProblemList): void {
  const endpoints = [...wiring.nodes.values()].filter((node) => node.kind === 'endpoint');
  const fed = spread(endpoints, wiring.out, 'target');
  const drained = spread(endpoints, wiring.into, 'source');
  for (const node of wiring.nodes.values()) {
    const before = fed.has(node.id);
    const after = drained.has(node.id);
    const place = { nodeId: node.id };
    if (node.kind === 'endpoint') {
      if (!before && !after) {
        problems.error(
          'NODE_UNCONNECTED',
          place,
          `${nodeTitle(node)} is not connected to another endpoint.`,
          'Connect it over a mapping to another endpoint, or delete it.',
        );
      }
    } else if (!before || !after) {
      const what = before
        ? 'leads to no endpoint'
        : after
          ? 'is reached from no endpoint'
          : 'is connected to no endpoint';
      problems.error('NODE_UNCONNECTED', place, `${nodeTitle(node)} ${what}.`);
    }
  }
}

/** Everything that is reached over at least one edge. An endpoint counts only if another one lies there. */
function spread(starts: FlowNode[], edges: Map<string, FlowEdge[]>, end: 'source' | 'target'): Set<string> {
  const reached = new Set<string>();
  const open = starts.map((node) => node.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of edges.get(id) ?? []) {
      if (reached.has(edge[end])) continue;
      reached.add(edge[end]);
      open.push(edge[end]);
    }
  }
  return reached;
}
