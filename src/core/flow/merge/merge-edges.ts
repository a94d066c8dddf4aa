import type { FlowEdge, FlowGraph } from '../flow-graph.ts';
import { edgesShape } from './merge-shape.ts';
import { choose, conflictId, type Merging, mergeValue } from './merge-value.ts';

type Side = 'mine' | 'theirs';
type Drafts = { base: FlowGraph; mine: FlowGraph; theirs: FlowGraph };

/** A node that one side removed while the other changed it or connected something to it, and who prevails. */
export type Contested = ReadonlyMap<string, { removedBy: Side; kept: boolean }>;

/**
 * The edges of a merged draft. A node that stays although one side removed it keeps the edges that the
 * other side has there; where both put something else in the place of an edge, somebody has to choose.
 */
export function mergeEdges(drafts: Drafts, contested: Contested, merging: Merging): FlowEdge[] {
  const sides = { base: drafts.base.edges, mine: drafts.mine.edges, theirs: drafts.theirs.edges };
  const place = { shape: edgesShape, path: ['edges'] };
  const merged = (mergeValue(sides, place, merging) ?? []) as FlowEdge[];
  const edges = new Map<string, FlowEdge>();
  for (const edge of merged) if (!edges.has(endsOf(edge))) edges.set(endsOf(edge), edge);
  for (const [id, { removedBy, kept }] of contested) {
    if (kept) keepConnected(id, { drafts, removedBy, edges });
  }
  for (const fork of forksOf(drafts)) settleFork(fork, { drafts, contested, edges, merging });
  return [...edges.values()];
}

/** What an edge joins, and by which branch of a router: `router › small → map`. */
export function endsOf({ source, target, branch }: FlowEdge): string {
  return `${source}${branch === undefined ? '' : ` › ${branch}`} → ${target}`;
}

/** Which edges one side has that the base has not, by their ends. */
function addedTo(base: FlowGraph, side: FlowGraph): FlowEdge[] {
  const known = new Set(base.edges.map(endsOf));
  return side.edges.filter((edge) => !known.has(endsOf(edge)));
}

/** Gives a node that stays its edges back, and takes away what the other side had put across the gap. */
function keepConnected(
  id: string,
  { drafts, removedBy, edges }: { drafts: Drafts; removedBy: Side; edges: Map<string, FlowEdge> },
): void {
  const keeper = drafts[removedBy === 'mine' ? 'theirs' : 'mine'];
  for (const edge of keeper.edges) {
    if (edge.source === id || edge.target === id) edges.set(endsOf(edge), edge);
  }
  const before = new Set(drafts.base.edges.filter(({ target }) => target === id).map(({ source }) => source));
  const behind = new Set(drafts.base.edges.filter(({ source }) => source === id).map(({ target }) => target));
  for (const edge of addedTo(drafts.base, drafts[removedBy])) {
    if (before.has(edge.source) && behind.has(edge.target)) edges.delete(endsOf(edge));
  }
}

type Fork = { edge: FlowEdge; mine: FlowEdge[]; theirs: FlowEdge[] };

/** Edges that both sides removed, each with others in its place. */
function forksOf({ base, mine, theirs }: Drafts): Fork[] {
  const left = (side: FlowGraph) => new Set(side.edges.map(endsOf));
  const [here, there] = [left(mine), left(theirs)];
  const [ours, others] = [addedTo(base, mine), addedTo(base, theirs)];
  return base.edges.flatMap((edge): Fork[] => {
    if (here.has(endsOf(edge)) || there.has(endsOf(edge))) return [];
    const inPlace = (added: FlowEdge[]) =>
      added.filter(({ source, target }) => source === edge.source || target === edge.target);
    const fork = { edge, mine: inPlace(ours), theirs: inPlace(others) };
    const ends = (list: FlowEdge[]) => list.map(endsOf).sort().join('\n');
    const apart = fork.mine.length > 0 && fork.theirs.length > 0 && ends(fork.mine) !== ends(fork.theirs);
    return apart ? [fork] : [];
  });
}

function settleFork(
  { edge, mine, theirs }: Fork,
  context: { drafts: Drafts; contested: Contested; edges: Map<string, FlowEdge>; merging: Merging },
): void {
  const { contested, edges, merging } = context;
  const path = ['edges', endsOf(edge)];
  const node = contested.get(edge.source) ?? contested.get(edge.target);
  let winner: Side;
  if (node) {
    // Whoever prevails about the node does so about its edges.
    const keeper = node.removedBy === 'mine' ? 'theirs' : 'mine';
    winner = node.kept ? keeper : node.removedBy;
  } else {
    choose(merging, { path, base: [edge], mine, theirs });
    winner = merging.choices.get(conflictId(path)) === 'theirs' ? 'theirs' : 'mine';
  }
  const [wins, loses] = winner === 'mine' ? [mine, theirs] : [theirs, mine];
  const kept = new Set(wins.map(endsOf));
  for (const lost of loses) if (!kept.has(endsOf(lost))) edges.delete(endsOf(lost));
}
