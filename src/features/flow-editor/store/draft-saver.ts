import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FlowGraph } from '#core/flow/flow-graph.ts';

export type SaveState =
  | { kind: 'saved' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'failed'; code: string; message: string }
  /** Somebody else saved since; nothing is saved until both are merged. */
  | { kind: 'stale' };

/** How a failure to save reads; `DRAFT_STALE` means that another save came first. */
export type SaveFailure = { code: string; message: string };

type Wiring = {
  /** Saves over the given revision; resolves with the new one. */
  save(graph: FlowGraph, revision: number): Promise<{ revision: number }>;
  /** What a rejected save says. */
  failureOf(error: unknown): SaveFailure;
  delayMs?: number;
  retryMs?: number;
};

/** A draft as it lies on the server. */
export type SavedDraft = { graph: FlowGraph; revision: number };

/**
 * Saves the draft a moment after the last change, one save at a time. A failed save is tried again;
 * a stale one waits until what somebody else saved was merged.
 */
export class DraftSaver {
  readonly state: StoreApi<SaveState> = createStore<SaveState>(() => ({ kind: 'saved' }));
  #saved: SavedDraft;
  #wanted: FlowGraph | null = null;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #wiring: Required<Wiring>;

  constructor(saved: SavedDraft, wiring: Wiring) {
    this.#saved = saved;
    this.#wiring = { delayMs: 600, retryMs: 4000, ...wiring };
  }

  get revision(): number {
    return this.#saved.revision;
  }

  /** The draft that both this page and the server know: what is saved next is saved over it. */
  get saved(): SavedDraft {
    return this.#saved;
  }

  /** Notes that the graph changed; it is saved after a moment of quiet. */
  changed(graph: FlowGraph): void {
    this.#wanted = graph;
    if (this.state.getState().kind === 'stale') return;
    if (!this.#running) this.state.setState({ kind: 'waiting' }, true);
    this.#schedule(this.#wiring.delayMs);
  }

  /** Saves at once what is not yet saved; resolves when nothing is left, or saving stopped. */
  async flush(): Promise<void> {
    this.#clear();
    while (this.#running || (this.#wanted && this.#mayRun())) {
      await (this.#running ?? this.#run());
      if (this.state.getState().kind === 'failed') return;
    }
  }

  /**
   * Saves at once what is not yet saved, for whatever is to be done with all of it.
   *
   * @returns the revision that holds it; the server refuses one that somebody else saved over
   * @throws why it cannot be saved
   */
  async settle(): Promise<number> {
    await this.flush();
    const state = this.state.getState();
    if (state.kind === 'failed') throw new Error(state.message);
    return this.revision;
  }

  /** Takes another draft as the one to save over, with what is to be saved, if that is another one. */
  rebase(saved: SavedDraft, wanted: FlowGraph | null): void {
    this.#clear();
    this.#saved = saved;
    this.#wanted = wanted;
    this.state.setState(wanted ? { kind: 'waiting' } : { kind: 'saved' }, true);
    if (wanted) this.#schedule(0);
  }

  /** Stops the timer; what was not saved stays unsaved. */
  stop(): void {
    this.#clear();
  }

  #mayRun(): boolean {
    return this.state.getState().kind !== 'stale';
  }

  #clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(ms: number): void {
    this.#clear();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#running && this.#wanted && this.#mayRun()) void this.#run();
    }, ms);
  }

  #run(): Promise<void> {
    this.#running = this.#save().finally(() => {
      this.#running = null;
      const { kind } = this.state.getState();
      if (this.#wanted && (kind === 'saved' || kind === 'waiting')) {
        this.state.setState({ kind: 'waiting' }, true);
        if (!this.#timer) this.#schedule(this.#wiring.delayMs);
      }
    });
    return this.#running;
  }

  async #save(): Promise<void> {
    const graph = this.#wanted;
    if (!graph) return;
    const over = this.#saved;
    this.#wanted = null;
    this.state.setState({ kind: 'saving' }, true);
    try {
      const { revision } = await this.#wiring.save(graph, over.revision);
      this.#saved = { graph, revision };
      this.state.setState({ kind: 'saved' }, true);
    } catch (error) {
      this.#wanted ??= graph;
      const failure = this.#wiring.failureOf(error);
      if (failure.code === 'DRAFT_STALE' && over !== this.#saved) {
        // What somebody else saved was merged while this save was on its way.
        this.state.setState({ kind: 'waiting' }, true);
        this.#schedule(0);
      } else if (failure.code === 'DRAFT_STALE') {
        this.#clear();
        this.state.setState({ kind: 'stale' }, true);
      } else {
        this.state.setState({ kind: 'failed', ...failure }, true);
        this.#schedule(this.#wiring.retryMs);
      }
    }
  }
}
