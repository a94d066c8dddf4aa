import type { FlowEdge, FlowGraph } from './flow-graph.ts';

/**
 * The draft with these nodes as they were in a version, and all else as it is. A node that the draft has
 * no more comes back with its edges, into the edge that has taken its place; one that the version did not
 * have goes, and what it stood between is connected as it was.
 */
export function restoreNodes(draft: FlowGraph, version: FlowGraph, ids: readonly string[]): FlowGraph {
  return ids.reduce((graph, id) => restoreNode(graph, version, id), draft);
}

function restoreNode(draft: FlowGraph, version: FlowGraph, id: string): FlowGraph {
  const was = version.nodes.find((node) => node.id === id);
  const is = draft.nodes.find((node) => node.id === id);
  if (was && is) {
    const restored = { ...was, position: is.position ?? was.position };
    return { ...draft, nodes: draft.nodes.map((node) => (node.id === id ? restored : node)) };
  }
  if (was) {
    const nodes = [...draft.nodes, was];
    return { ...draft, nodes, edges: exchange(draft.edges, around(id, version.edges), version.edges, nodes) };
  }
  if (!is) return draft;
  const nodes = draft.nodes.filter((node) => node.id !== id);
  const without = draft.edges.filter(({ source, target }) => source !== id && target !== id);
  const bridged = bridgesOver(id, draft.edges);
  const back = version.edges.filter((edge) => bridged.has(ends(edge)));
  return { ...draft, nodes, edges: exchange(without, back, draft.edges, nodes) };
}

const ends = ({ source, target, branch }: Omit<FlowEdge, 'id'>) => JSON.stringify([source, target, branch]);

const around = (id: string, edges: readonly FlowEdge[]) =>
  edges.filter(({ source, target }) => source === id || target === id);

/** The ends that edges across a node would have: from each before it to each behind it. */
function bridgesOver(id: string, edges: readonly FlowEdge[]): Set<string> {
  const before = edges.filter(({ target }) => target === id);
  const behind = edges.filter(({ source }) => source === id).map(({ target }) => target);
  return new Set(
    before.flatMap(({ source, branch }) => behind.map((target) => ends({ source, target, branch }))),
  );
}

/** The edges with those that come back, less those that lie across what comes back and were not there then. */
function exchange(
  edges: readonly FlowEdge[],
  back: readonly FlowEdge[],
  then: readonly FlowEdge[],
  nodes: FlowGraph['nodes'],
): FlowEdge[] {
  const here = new Set(nodes.map(({ id }) => id));
  const there = new Set(then.map(ends));
  const middles = new Set(back.flatMap(({ source, target }) => [source, target]));
  const across = new Set([...middles].flatMap((id) => [...bridgesOver(id, back)]));
  const kept = edges.filter((edge) => !across.has(ends(edge)) || there.has(ends(edge)));
  const known = new Set(kept.map(ends));
  const taken = new Set(kept.map(({ id }) => id));
  const more = back.filter(
    (edge) => here.has(edge.source) && here.has(edge.target) && !known.has(ends(edge)),
  );
  return [...kept, ...more.map((edge) => ({ ...edge, id: freeId(edge.id, taken) }))];
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = id;
  for (let count = 2; taken.has(free); count += 1) free = `${id.slice(0, 60)}-${count}`;
  return free;
}
