import { produce } from 'immer';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FlowGraph } from '#core/flow/flow-graph.ts';

/** What is selected on the canvas, by id. */
export type Selection = { nodes: ReadonlySet<string>; edges: ReadonlySet<string> };

/** A state that undo can return to. Graphs share their unchanged parts, so keeping many is cheap. */
type Snapshot = { graph: FlowGraph; selection: Selection };

export type EditorState = {
  graph: FlowGraph;
  selection: Selection;
  past: readonly Snapshot[];
  future: readonly Snapshot[];
  /** The gesture that the next edits still belong to, e.g. `drag`; one gesture is one undo step. */
  gesture: string | null;
};

export const NOTHING: Selection = { nodes: new Set(), edges: new Set() };
const LIMIT = 200;

/** The editor's state: the graph, what is selected, and everything that undo and redo need. No I/O, no React. */
export class EditorStore {
  readonly state: StoreApi<EditorState>;

  constructor(graph: FlowGraph) {
    this.state = createStore<EditorState>(() => ({
      graph,
      selection: NOTHING,
      past: [],
      future: [],
      gesture: null,
    }));
  }

  get graph(): FlowGraph {
    return this.state.getState().graph;
  }

  get selection(): Selection {
    return this.state.getState().selection;
  }

  /**
   * Changes the graph; one call is one undo step, unless it carries on the gesture of the call before it.
   *
   * @param gesture names a run of edits that undo takes back together, such as a drag or typing in one field
   * @param select what to select afterwards; without it the selection stays, less what is gone
   */
  edit(recipe: (graph: FlowGraph) => void, options: { gesture?: string; select?: Selection } = {}): void {
    const before = this.state.getState();
    const graph = produce(before.graph, (draft) => {
      recipe(draft);
    });
    if (graph === before.graph) return;
    const continues = options.gesture !== undefined && options.gesture === before.gesture;
    this.state.setState({
      graph,
      selection: existing(graph, options.select ?? before.selection),
      past: continues
        ? before.past
        : [...before.past, { graph: before.graph, selection: before.selection }].slice(-LIMIT),
      future: [],
      gesture: options.gesture ?? null,
    });
  }

  /** Ends a run of edits: the next one is an undo step of its own. */
  endGesture(): void {
    if (this.state.getState().gesture !== null) this.state.setState({ gesture: null });
  }

  select(selection: Selection): void {
    this.state.setState({ selection: existing(this.graph, selection), gesture: null });
  }

  selectNode(id: string): void {
    this.select({ nodes: new Set([id]), edges: new Set() });
  }

  selectEdge(id: string): void {
    this.select({ nodes: new Set(), edges: new Set([id]) });
  }

  selectAll(): void {
    this.select({
      nodes: new Set(this.graph.nodes.map((node) => node.id)),
      edges: new Set(this.graph.edges.map((edge) => edge.id)),
    });
  }

  undo(): void {
    const { past, future, graph, selection } = this.state.getState();
    const last = past.at(-1);
    if (!last) return;
    this.state.setState({
      ...last,
      past: past.slice(0, -1),
      future: [{ graph, selection }, ...future],
      gesture: null,
    });
  }

  redo(): void {
    const { past, future, graph, selection } = this.state.getState();
    const [next, ...rest] = future;
    if (!next) return;
    this.state.setState({ ...next, past: [...past, { graph, selection }], future: rest, gesture: null });
  }

  /** Puts another graph in place of this one, as one undo step: a restored version, say. */
  replace(graph: FlowGraph): void {
    const before = this.state.getState();
    this.state.setState({
      graph,
      selection: existing(graph, before.selection),
      past: [...before.past, { graph: before.graph, selection: before.selection }].slice(-LIMIT),
      future: [],
      gesture: null,
    });
  }

  /**
   * Takes in what somebody else did to the flow: in the graph, and in every state that undo and redo lead
   * to, so that undo goes on taking back what was done here and nothing else.
   *
   * @param takeIn the same flow with what the other one did
   * @param settled the graph where it is not what `takeIn` makes of it, since somebody chose; that is an undo step
   */
  takeIn(takeIn: (graph: FlowGraph) => FlowGraph, settled?: FlowGraph): void {
    const before = this.state.getState();
    const taken = takeIn(before.graph);
    const rebased = (snapshot: Snapshot) => ({ ...snapshot, graph: takeIn(snapshot.graph) });
    const past = before.past.map(rebased);
    const graph = settled ?? taken;
    this.state.setState({
      graph,
      selection: existing(graph, before.selection),
      past: settled ? [...past, { graph: taken, selection: before.selection }].slice(-LIMIT) : past,
      future: settled ? [] : before.future.map(rebased),
      gesture: null,
    });
  }
}

function existing(graph: FlowGraph, selection: Selection): Selection {
  const nodes = new Set(graph.nodes.map((node) => node.id));
  const edges = new Set(graph.edges.map((edge) => edge.id));
  const kept = {
    nodes: [...selection.nodes].filter((id) => nodes.has(id)),
    edges: [...selection.edges].filter((id) => edges.has(id)),
  };
  if (kept.nodes.length === selection.nodes.size && kept.edges.length === selection.edges.size) {
    return selection;
  }
  return { nodes: new Set(kept.nodes), edges: new Set(kept.edges) };
}
