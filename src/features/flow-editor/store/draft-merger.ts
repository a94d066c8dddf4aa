import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { MergeChoice, MergeConflict } from '#core/flow/merge/merge-value.ts';
import { mergeDrafts } from '#core/flow/merge-drafts.ts';
import { sameJson } from '#lib/same-json.ts';
import { withPlaces } from '../graph/layout-graph.ts';
import type { DraftSaver, SavedDraft } from './draft-saver.ts';
import type { EditorStore } from './editor-store.ts';

/** What somebody else saved, and who. */
export type TheirDraft = SavedDraft & { by: string };

/** Two drafts that were made from one, and what both changed. */
export type OpenMerge = {
  base: FlowGraph;
  mine: FlowGraph;
  theirs: TheirDraft;
  conflicts: readonly MergeConflict[];
};

export type MergeState =
  | { kind: 'none' }
  | { kind: 'reading' }
  /** Theirs could not be read. */
  | { kind: 'failed'; error: unknown }
  /** A person has to choose; `shown` says whether the questions are before them. */
  | { kind: 'open'; merge: OpenMerge; shown: boolean };

type Wiring = {
  /** Reads the draft as it lies on the server now. */
  read(): Promise<TheirDraft>;
  /** Their changes are in the draft; `base` is what they were made from. */
  merged(base: FlowGraph, theirs: TheirDraft): void;
};

/**
 * Brings what somebody else saved and what was done here together. Where both changed the same, it asks;
 * until that is answered nothing is saved and both stay as they are.
 */
export class DraftMerger {
  readonly state: StoreApi<MergeState> = createStore<MergeState>(() => ({ kind: 'none' }));
  readonly #editor: EditorStore;
  readonly #saver: DraftSaver;
  readonly #wiring: Wiring;

  constructor(editor: EditorStore, saver: DraftSaver, wiring: Wiring) {
    this.#editor = editor;
    this.#saver = saver;
    this.#wiring = wiring;
  }

  /** Reads what somebody else saved and merges it, or asks. */
  async catchUp(): Promise<void> {
    if (this.state.getState().kind === 'reading') return;
    this.state.setState({ kind: 'reading' }, true);
    try {
      const read = await this.#wiring.read();
      this.#meet({ ...read, graph: withPositionsOf(read.graph, this.#saver.saved.graph) });
    } catch (error) {
      this.state.setState({ kind: 'failed', error }, true);
    }
  }

  /** Puts the questions away; they can be asked again by catching up. */
  hide(): void {
    const state = this.state.getState();
    if (state.kind === 'open') this.state.setState({ ...state, shown: false }, true);
  }

  /** Merges with what was chosen. What was done here since the questions came is in it. */
  settle(choices: ReadonlyMap<string, MergeChoice>): void {
    const state = this.state.getState();
    if (state.kind !== 'open') return;
    const { base, theirs } = state.merge;
    const { graph, conflicts } = mergeDrafts(base, this.#editor.graph, theirs.graph, choices);
    const asked = new Set(state.merge.conflicts.map(({ id }) => id));
    if (conflicts.some(({ id }) => !asked.has(id))) {
      this.#ask(base, theirs, conflicts);
      return;
    }
    this.#take(base, theirs, withPlaces(graph));
  }

  #meet(theirs: TheirDraft): void {
    const base = this.#saver.saved.graph;
    const { conflicts } = mergeDrafts(base, this.#editor.graph, theirs.graph);
    if (conflicts.length > 0) this.#ask(base, theirs, conflicts);
    else this.#take(base, theirs);
  }

  #ask(base: FlowGraph, theirs: TheirDraft, conflicts: readonly MergeConflict[]): void {
    const merge = { base, mine: this.#editor.graph, theirs, conflicts };
    this.state.setState({ kind: 'open', merge, shown: true }, true);
  }

  #take(base: FlowGraph, theirs: TheirDraft, settled?: FlowGraph): void {
    const takeIn = (graph: FlowGraph) => withPlaces(mergeDrafts(base, graph, theirs.graph).graph);
    const chosen = settled && !sameJson(settled, takeIn(this.#editor.graph)) ? settled : undefined;
    this.#editor.takeIn(takeIn, chosen);
    const { graph } = this.#editor;
    this.#saver.rebase(theirs, sameJson(graph, theirs.graph) ? null : graph);
    this.state.setState({ kind: 'none' }, true);
    this.#wiring.merged(base, theirs);
  }
}

/** A draft that came without places, from a file, leaves its nodes where they are. */
function withPositionsOf(graph: FlowGraph, placed: FlowGraph): FlowGraph {
  if (graph.nodes.every((node) => node.position)) return graph;
  const places = new Map(placed.nodes.map((node) => [node.id, node.position]));
  const nodes = graph.nodes.map((node) => ({ ...node, position: node.position ?? places.get(node.id) }));
  return { ...graph, nodes };
}
