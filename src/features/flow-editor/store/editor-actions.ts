import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import type { NodeKind } from '#nodes/node-definition.ts';
import { createNode, definitionOf, nodeSize } from '#nodes/registry.ts';
import { readClip, renewIds, writeClip } from '../graph/clipboard.ts';
import { connect } from '../graph/connect-nodes.ts';
import { addAfter, addNode, insertOnEdge, removeElements } from '../graph/insert-node.ts';
import { layoutGraph } from '../graph/layout-graph.ts';
import { newId } from '../graph/new-id.ts';
import { GRID, type Point, placeOf } from '../graph/place.ts';
import type { EditorStore, Selection } from './editor-store.ts';

/** Where a new step goes: at a point, after a node (by a branch of it), or into an edge. */
export type Where = { at: Point } | { after: string; branch?: string } | { edge: string };

const onlyNodes = (ids: Iterable<string>): Selection => ({ nodes: new Set(ids), edges: new Set() });

/** Adds a step and selects it; returns its id. */
export function addStep(store: EditorStore, kind: NodeKind, where: Where): string {
  const node = createNode(kind, newId(kind));
  store.edit(
    (graph) => {
      if ('edge' in where) insertOnEdge(graph, where.edge, node);
      else if ('after' in where && definitionOf(node).inLane)
        addAfter(graph, where.after, node, where.branch);
      else if ('at' in where) addNode(graph, node, where.at);
      else {
        const beside = graph.nodes.find((other) => other.id === where.after);
        const place = beside ? placeOf(beside) : { x: 0, y: 0 };
        addNode(graph, node, { x: place.x, y: place.y + (beside ? nodeSize(beside).height + 24 : 0) });
      }
    },
    { select: onlyNodes([node.id]) },
  );
  return node.id;
}

/** Changes one node. Typing passes a gesture, so that a run of key strokes is one undo step. */
export function editNode<N extends FlowNode>(
  store: EditorStore,
  id: string,
  recipe: (node: N) => void,
  gesture?: string,
): void {
  store.edit(
    (graph) => {
      const node = graph.nodes.find((other) => other.id === id);
      if (node) recipe(node as N);
    },
    gesture === undefined ? {} : { gesture: `${id}:${gesture}` },
  );
}

/** Connects two steps where that is allowed; `branch` is that of a router, the first free one where it is left out. */
export function connectSteps(
  store: EditorStore,
  source: string,
  target: string,
  branch?: string | null,
): void {
  store.edit((graph) => {
    connect(graph, source, target, branch ?? undefined);
  });
}

/** Removes a branch of a router, and the edges that leave by it. */
export function removeBranch(store: EditorStore, nodeId: string, branch: string): void {
  store.edit((graph) => {
    const node = graph.nodes.find((other) => other.id === nodeId);
    if (node?.kind !== 'router') return;
    node.branches = node.branches.filter(({ id }) => id !== branch);
    graph.edges = graph.edges.filter((edge) => edge.source !== nodeId || edge.branch !== branch);
  });
}

/** Removes what is selected. */
export function removeSelected(store: EditorStore): void {
  const { nodes, edges } = store.selection;
  store.edit((graph) => removeElements(graph, nodes, edges));
}

/** The selected nodes as text for the clipboard; null when no node is selected. */
export function copySelected(store: EditorStore): string | null {
  return writeClip(store.graph, store.selection.nodes);
}

/** Adds the nodes of a clipboard text under new ids; says whether the text held any. */
export function paste(store: EditorStore, text: string, offset = 32): boolean {
  const clip = readClip(text);
  if (!clip) return false;
  addRenewed(store, clip, offset);
  return true;
}

/** Adds a copy of the selected nodes beside them. */
export function duplicateSelected(store: EditorStore): void {
  const ids = store.selection.nodes;
  const nodes = store.graph.nodes.filter((node) => ids.has(node.id));
  if (nodes.length === 0) return;
  const edges = store.graph.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  addRenewed(store, { nodes, edges }, 32);
}

function addRenewed(store: EditorStore, clip: Parameters<typeof renewIds>[0], offset: number): void {
  // A second paste of the same thing would hide the first: step on until the place is free.
  const taken = new Set(store.graph.nodes.map((node) => `${placeOf(node).x},${placeOf(node).y}`));
  let shift = offset;
  const hidden = (by: number) =>
    clip.nodes.some((node) => taken.has(`${placeOf(node).x + by},${placeOf(node).y + by}`));
  while (hidden(shift)) shift += 32;
  const renewed = renewIds(clip, shift);
  store.edit(
    (graph) => {
      graph.nodes.push(...renewed.nodes);
      graph.edges.push(...renewed.edges);
    },
    { select: onlyNodes(renewed.nodes.map((node) => node.id)) },
  );
}

/** Moves the selected nodes by whole grid steps; a run of arrow keys is one undo step. */
export function nudgeSelected(store: EditorStore, dx: number, dy: number, large: boolean): void {
  const ids = store.selection.nodes;
  const step = large ? GRID * 5 : GRID;
  moveNodes(
    store,
    new Map(
      store.graph.nodes
        .filter((node) => ids.has(node.id))
        .map((node) => [node.id, { x: placeOf(node).x + dx * step, y: placeOf(node).y + dy * step }]),
    ),
    'nudge',
  );
}

/**
 * Puts nodes where they were dragged to, and notes that belong to them along with them. All calls with the
 * same gesture are one undo step.
 */
export function moveNodes(store: EditorStore, places: ReadonlyMap<string, Point>, gesture: string): void {
  if (places.size === 0) return;
  store.edit(
    (graph) => {
      const carried = carriedNotes(graph, places);
      for (const node of graph.nodes) {
        const place = places.get(node.id) ?? carried.get(node.id);
        if (!place || (place.x === node.position?.x && place.y === node.position?.y)) continue;
        node.position = place;
      }
    },
    { gesture },
  );
}

/** Where notes come to stand that belong to one of these nodes and are not moved themselves. */
function carriedNotes(graph: FlowGraph, places: ReadonlyMap<string, Point>): Map<string, Point> {
  const carried = new Map<string, Point>();
  for (const note of graph.nodes) {
    if (note.kind !== 'note' || note.about === undefined || places.has(note.id)) continue;
    const about = graph.nodes.find(({ id }) => id === note.about);
    const to = about && places.get(about.id);
    if (!to) continue;
    const [at, was] = [placeOf(note), placeOf(about)];
    carried.set(note.id, { x: at.x + to.x - was.x, y: at.y + to.y - was.y });
  }
  return carried;
}

/** Lays the whole graph out, left to right, as one undo step. */
export function tidyUp(store: EditorStore): void {
  moveNodes(store, layoutGraph(store.graph), 'tidy');
  store.endGesture();
}
