import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeShape } from '#core/code/code-shape.ts';
import type { CodeNode, FlowGraph } from '#core/flow/flow-graph.ts';
import type { ErrorParts } from '#ui/error-notice.tsx';

/** What the server found in the code of one node. */
export type CodeCheck = {
  /** What it looked at, as `checkedPart` says it. */
  of: string;
  problems: readonly CodeProblem[];
  /** The fields of what the function returns; null where its types do not tell. */
  returns: readonly CodeField[] | null;
  /** Why it could not look. */
  failure: ErrorParts | null;
};

type Shapes = Readonly<Record<string, CodeShape>>;

type Wiring = {
  check(graph: FlowGraph, nodeId: string): Promise<Pick<CodeCheck, 'problems' | 'returns'>>;
  /** What a check that could not be made says. */
  errorOf(error: unknown): ErrorParts | null;
  delayMs?: number;
};

/**
 * Has the server check the code of a draft's nodes, a moment after the last change and one node at a time; what has
 * not changed since it was checked is not checked again.
 */
export class CodeChecker {
  /** By node; what was found last stays until the next is there. */
  readonly state: StoreApi<Readonly<Record<string, CodeCheck>>> = createStore(() => ({}));
  readonly #wiring: Required<Wiring>;
  #draft: { graph: FlowGraph; shapes: Shapes } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running = false;

  constructor(wiring: Wiring) {
    this.#wiring = { delayMs: 700, ...wiring };
  }

  /** Notes what the draft is now. */
  changed(graph: FlowGraph, shapes: Shapes): void {
    this.#draft = { graph, shapes };
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), this.#wiring.delayMs);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#draft = null;
  }

  async #run(): Promise<void> {
    this.#timer = null;
    if (this.#running) return;
    this.#running = true;
    this.#forget();
    for (let next = this.#next(); next; next = this.#next()) await this.#check(next);
    this.#running = false;
  }

  /** A node whose code is not what was checked last. */
  #next(): { graph: FlowGraph; nodeId: string; of: string } | null {
    // While something is being typed there is nothing to look at yet.
    if (!this.#draft || this.#timer) return null;
    const { graph, shapes } = this.#draft;
    const checks = this.state.getState();
    for (const node of graph.nodes) {
      const of = node.kind === 'code' ? checkedPart(graph, node, shapes[node.id]) : null;
      if (of !== null && checks[node.id]?.of !== of) return { graph, nodeId: node.id, of };
    }
    return null;
  }

  async #check({ graph, nodeId, of }: { graph: FlowGraph; nodeId: string; of: string }): Promise<void> {
    const { check, errorOf } = this.#wiring;
    const found = await check(graph, nodeId).then(
      (answer) => ({ ...answer, failure: null }),
      (error: unknown) => ({ problems: [], returns: null, failure: errorOf(error) }),
    );
    this.state.setState({ [nodeId]: { of, ...found } });
  }

  /** Drops what was found in nodes that are gone, or have no code any more. */
  #forget(): void {
    const { graph, shapes } = this.#draft ?? { graph: null, shapes: {} };
    const kept = Object.entries(this.state.getState()).filter(([id]) =>
      graph?.nodes.some(
        (node) => node.id === id && node.kind === 'code' && checkedPart(graph, node, shapes[id]) !== null,
      ),
    );
    this.state.setState(Object.fromEntries(kept), true);
  }
}

/** All that checking a node's code depends on, as one text; null where there is nothing to check yet. */
export function checkedPart(graph: FlowGraph, node: CodeNode, shape: CodeShape | undefined): string | null {
  if (!shape || node.source.trim() === '') return null;
  const { form, source, modules } = node;
  return JSON.stringify([form, source, modules, shape.input, shape.output, graph.tables]);
}
