import { sameJson } from '#lib/same-json.ts';
import { type FlowEdge, FlowGraph, type FlowNode } from './flow-graph.ts';
import { type Contested, endsOf, mergeEdges } from './merge/merge-edges.ts';
import { type MergeShape, nodesShape, tablesShape } from './merge/merge-shape.ts';
import {
  choose,
  conflictId,
  type MergeChoice,
  type MergeConflict,
  type Merging,
  mergeValue,
} from './merge/merge-value.ts';

export type MergedDraft = {
  /** Where somebody has to choose and has not, it has mine. It always parses. */
  graph: FlowGraph;
  /** What both changed, and not alike. */
  conflicts: MergeConflict[];
  /** Edges that had to go because a step that they join is gone. */
  dropped: FlowEdge[];
};

type Drafts = { base: FlowGraph; mine: FlowGraph; theirs: FlowGraph };

/** Parts of a flow that are chosen as a whole, since what became of them is not a flow's part any more. */
type Whole = { nodes: Set<string>; tables: boolean; graph: boolean };

const NONE: ReadonlyMap<string, MergeChoice> = new Map();

/**
 * Merges two drafts that were made from one: nodes and edges by id, a node's properties one by one,
 * field pairs by the fields that they join, rules by field, code and notes line by line. Where a node
 * stands is no conflict: mine stands where I put it.
 *
 * @param choices what was chosen of conflicts that an earlier call with the same drafts told of, by their ids
 */
export function mergeDrafts(
  base: FlowGraph,
  mine: FlowGraph,
  theirs: FlowGraph,
  choices: ReadonlyMap<string, MergeChoice> = NONE,
): MergedDraft {
  if (sameJson(base, theirs) || sameJson(mine, theirs)) return { graph: mine, conflicts: [], dropped: [] };
  if (sameJson(base, mine)) return { graph: theirs, conflicts: [], dropped: [] };
  const drafts = { base, mine, theirs };
  const whole: Whole = { nodes: new Set(), tables: false, graph: false };
  for (;;) {
    const merged = mergeOnce(drafts, choices, whole);
    const { error } = FlowGraph.safeParse(merged.graph);
    if (!error || whole.graph) return merged;
    for (const { path } of error.issues) widen(whole, path, merged.graph);
  }
}

/** What has become too long, or is no part of a flow, is chosen whole the next time round. */
function widen(whole: Whole, [part, index]: readonly PropertyKey[], graph: FlowGraph): void {
  const node = part === 'nodes' && typeof index === 'number' ? graph.nodes[index] : undefined;
  if (node && !whole.nodes.has(node.id)) whole.nodes.add(node.id);
  else if (part === 'tables' && !whole.tables) whole.tables = true;
  else whole.graph = true;
}

function mergeOnce(drafts: Drafts, choices: ReadonlyMap<string, MergeChoice>, whole: Whole): MergedDraft {
  const { base, mine, theirs } = drafts;
  const merging: Merging = { choices, conflicts: [] };
  if (whole.graph) {
    const graph = choose(merging, { path: ['flow'], base, mine, theirs }) as FlowGraph;
    return { graph, conflicts: merging.conflicts, dropped: [] };
  }
  const part = <K extends keyof FlowGraph>(key: K, shape: MergeShape) =>
    mergeValue({ base: base[key], mine: mine[key], theirs: theirs[key] }, { shape, path: [key] }, merging) as
      | FlowGraph[K]
      | undefined;
  const name = sameJson(base.name, theirs.name) ? mine.name : theirs.name;
  const listed = part('nodes', wholeNodes(whole.nodes)) ?? [];
  const contested = connectedAnew(drafts, listed, merging);
  const nodes = withKept(listed, drafts, contested);
  const edges = mergeEdges(drafts, contested, merging);
  const tables = part('tables', whole.tables ? { kind: 'one' } : tablesShape);
  const { stays, dropped } = withoutLooseEnds(edges, nodes, drafts);
  const graph = { ...mine, name, nodes, edges: stays, ...(tables ? { tables } : {}) };
  if (!tables) delete graph.tables;
  return { graph, conflicts: merging.conflicts, dropped };
}

function wholeNodes(ids: ReadonlySet<string>): MergeShape {
  if (nodesShape.kind !== 'list' || ids.size === 0) return nodesShape;
  const { key, item } = nodesShape;
  return {
    kind: 'list',
    key,
    item: (node: FlowNode) => (ids.has(node.id) ? { kind: 'one' } : item(node as never)),
  };
}

/** Nodes that one side removed and the other changed, or connected something to: the last are conflicts from here on. */
function connectedAnew({ base, mine, theirs }: Drafts, nodes: FlowNode[], merging: Merging): Contested {
  const contested = new Map<string, { removedBy: 'mine' | 'theirs'; kept: boolean }>();
  const merged = new Set(nodes.map(({ id }) => id));
  const [here, there] = [byId(mine), byId(theirs)];
  const known = new Set(base.edges.map(endsOf));
  for (const node of base.nodes) {
    const [ours, others] = [here.get(node.id), there.get(node.id)];
    if ((ours === undefined) === (others === undefined)) continue;
    const removedBy = ours === undefined ? ('mine' as const) : ('theirs' as const);
    const path = ['nodes', node.id];
    if (merging.conflicts.some(({ id }) => id === conflictId(path))) {
      contested.set(node.id, { removedBy, kept: merged.has(node.id) });
      continue;
    }
    const connected = (removedBy === 'mine' ? theirs : mine).edges.some(
      (edge) => (edge.source === node.id || edge.target === node.id) && !known.has(endsOf(edge)),
    );
    if (!connected) continue;
    const kept = choose(merging, { path, base: node, mine: ours, theirs: others });
    contested.set(node.id, { removedBy, kept: kept !== undefined });
  }
  return contested;
}

const byId = (graph: FlowGraph) => new Map(graph.nodes.map((node) => [node.id, node]));

function withKept(nodes: FlowNode[], { mine, theirs }: Drafts, contested: Contested): FlowNode[] {
  const there = new Set(nodes.map(({ id }) => id));
  const back = [...contested].flatMap(([id, { kept, removedBy }]) => {
    const keeper = removedBy === 'mine' ? theirs : mine;
    return kept && !there.has(id) ? keeper.nodes.filter((node) => node.id === id) : [];
  });
  return [...nodes, ...back];
}

/** An edge to a step that one side removed goes with it; one that never led anywhere stays as it was drawn. */
function withoutLooseEnds(edges: FlowEdge[], nodes: FlowNode[], drafts: Drafts) {
  const here = new Set(nodes.map(({ id }) => id));
  const ever = new Set(Object.values(drafts).flatMap((graph) => graph.nodes.map(({ id }) => id)));
  const gone = (id: string) => ever.has(id) && !here.has(id);
  const isLoose = ({ source, target }: FlowEdge) => gone(source) || gone(target);
  return { stays: edges.filter((edge) => !isLoose(edge)), dropped: edges.filter(isLoose) };
}
