import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CodeShape } from '#core/code/code-shape.ts';
import { problemOfCode } from '#core/code/problem-of-code.ts';
import type { Compiled } from '#core/flow/compile.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { Problem } from '#core/flow/problem.ts';
import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { Template } from '#core/templates/template-body.ts';
import type { ErrorParts } from '#ui/error-notice.tsx';
import { withPlaces } from '../graph/layout-graph.ts';
import { type FlowLive, flowLive } from '../live/flow-live.ts';
import { type PastMinute, pastLive } from '../live/past-live.ts';
import { CodeChecker } from '../store/code-checker.ts';
import { DraftMerger, type TheirDraft } from '../store/draft-merger.ts';
import { DraftSaver, type SaveFailure } from '../store/draft-saver.ts';
import type { Where } from '../store/editor-actions.ts';
import { EditorStore } from '../store/editor-store.ts';

/** How the flow goes; `nodes` and `edges` are of `past` where a past minute is looked at. */
export type LiveState = FlowLive & { status: FlowStatus | null; past: PastMinute | null };

/** What compiling the draft found. `ready` is false until the streams of every endpoint were read. */
export type CompiledState = {
  problems: readonly Problem[];
  byNode: Readonly<Record<string, readonly Problem[]>>;
  byEdge: Readonly<Record<string, readonly Problem[]>>;
  lanes: readonly Lane[];
  /** What every code node is given and makes, by its id; one that did not change stays the same object. */
  code: Readonly<Record<string, CodeShape>>;
  ready: boolean;
};

/** Where in the code of a code node. */
export type CodePlace = NonNullable<Problem['place']>;

export type PanelTab = 'problems' | 'outline' | 'changes' | 'first-sync';

/** Saving what is selected, looking after all of them, or saying which connections one that is put in reads. */
export type TemplatePanel =
  | { kind: 'save' }
  | { kind: 'manage' }
  | { kind: 'connect'; template: Template; where: Where };

/** What is open around the canvas. */
export type PanelState = {
  tab: PanelTab | null;
  /** The mapping pair to scroll to. */
  focusField: { nodeId: string; index: number } | null;
  /** A node to bring into view; the number tells requests apart. */
  reveal: { ids: readonly string[]; request: number } | null;
  /** The place of a code node's code to go to; the number tells requests apart. */
  codePlace: { nodeId: string; place: CodePlace; request: number } | null;
  /** The step whose inspector is to open in full, if it can. */
  openInFull: string | null;
  /** The note that is being written in its place. */
  editingNote: string | null;
  /** The mapping or filter that is to become code. */
  ejecting: string | null;
  /** How often deploying was asked for by keyboard. */
  deployAsked: number;
  /** What is open of the node templates. */
  templates: TemplatePanel | null;
  /** The look-up tables are open. */
  tables: boolean;
  /** The endpoint whose stream is being made. */
  creating: string | null;
};

/** Their draft, and the one that it was made from. */
export type MergedDraft = { base: FlowGraph; theirs: TheirDraft };

/** One flow being looked at and edited: its draft, what is wrong with it, and what runs. */
export class FlowSession {
  readonly id: string;
  readonly editor: EditorStore;
  readonly saver: DraftSaver;
  readonly merger: DraftMerger;
  /** What somebody else did and was taken in last. */
  readonly merged: StoreApi<MergedDraft | null>;
  /** Who else has the flow open. */
  readonly others: StoreApi<readonly string[]>;
  readonly live: StoreApi<LiveState>;
  readonly compiled: StoreApi<CompiledState>;
  readonly panel: StoreApi<PanelState>;
  readonly checker: CodeChecker;
  /** Of the draft, as it was compiled last or as the server told. */
  #found: readonly Problem[] = [];

  constructor(
    flow: { id: string; draft: FlowGraph; draftRevision: number },
    wiring: {
      save(graph: FlowGraph, revision: number): Promise<{ revision: number }>;
      failureOf(error: unknown): SaveFailure;
      checkCode: ConstructorParameters<typeof CodeChecker>[0]['check'];
      errorOf(error: unknown): ErrorParts | null;
      read(): Promise<TheirDraft>;
    },
  ) {
    this.id = flow.id;
    this.checker = new CodeChecker({ check: wiring.checkCode, errorOf: wiring.errorOf });
    const graph = withPlaces(flow.draft);
    this.editor = new EditorStore(graph);
    this.saver = new DraftSaver({ graph, revision: flow.draftRevision }, wiring);
    this.merged = createStore<MergedDraft | null>(() => null);
    this.merger = new DraftMerger(this.editor, this.saver, {
      read: wiring.read,
      merged: (base, theirs) => this.merged.setState({ base, theirs }, true),
    });
    this.others = createStore<readonly string[]>(() => []);
    this.live = createStore<LiveState>(() => ({ nodes: {}, edges: {}, status: null, past: null }));
    this.compiled = createStore<CompiledState>(() => ({
      problems: [],
      byNode: {},
      byEdge: {},
      lanes: [],
      code: {},
      ready: false,
    }));
    this.panel = createStore<PanelState>(() => ({
      tab: null,
      focusField: null,
      reveal: null,
      openInFull: null,
      codePlace: null,
      editingNote: null,
      ejecting: null,
      deployAsked: 0,
      templates: null,
      tables: false,
      creating: null,
    }));
  }

  /** Saves every change of the graph from now on; returns how to stop. */
  autosave(): () => void {
    const stop = this.editor.state.subscribe((now, before) => {
      if (now.graph !== before.graph) this.saver.changed(now.graph);
    });
    return () => {
      stop();
      void this.saver.flush();
    };
  }

  setStatus(status: FlowStatus | null): void {
    this.live.setState((before) =>
      before.past ? { ...pastLive(status, before.past), status } : { ...flowLive(status, before), status },
    );
  }

  /** Shows a past minute on the canvas until null is set: then what goes on now. */
  setPast(past: PastMinute | null): void {
    this.live.setState((before) => {
      if (before.past === past) return before;
      const live = past ? pastLive(before.status, past) : flowLive(before.status, { nodes: {}, edges: {} });
      return { ...live, past };
    });
  }

  setCompiled({ problems, lanes, code }: Compiled, ready: boolean): void {
    const before = this.compiled.getState().code;
    this.#found = problems;
    this.compiled.setState({
      ...this.#sorted(),
      lanes,
      code: Object.fromEntries(
        code.map((shape) => {
          const was = before[shape.nodeId];
          return [shape.nodeId, was && JSON.stringify(was) === JSON.stringify(shape) ? was : shape];
        }),
      ),
      ready,
    });
  }

  /** Shows problems that the server found, until the draft is compiled again. */
  setProblems(problems: readonly Problem[]): void {
    this.#found = problems;
    this.compiled.setState({ ...this.#sorted(), ready: true });
  }

  /** Checks the code of the draft's nodes from now on, as they change; returns how to stop. */
  checkCode(): () => void {
    const look = () => this.checker.changed(this.editor.graph, this.compiled.getState().code);
    look();
    const stops = [
      this.editor.state.subscribe((now, before) => now.graph !== before.graph && look()),
      this.compiled.subscribe((now, before) => now.code !== before.code && look()),
      this.checker.state.subscribe(() => this.compiled.setState(this.#sorted())),
    ];
    return () => {
      for (const stop of stops) stop();
      this.checker.stop();
    };
  }

  #sorted(): Pick<CompiledState, 'problems' | 'byNode' | 'byEdge'> {
    const before = this.compiled.getState();
    const inCode = new Map(Object.entries(this.checker.state.getState()));
    const problems = [
      // What a deploy was refused for has them too.
      ...this.#found.filter(({ nodeId, place }) => !place || !inCode.has(nodeId ?? '')),
      ...this.editor.graph.nodes.flatMap((node) =>
        node.kind === 'code'
          ? (inCode.get(node.id)?.problems ?? []).map((problem) => problemOfCode(node, problem))
          : [],
      ),
    ];
    return {
      problems,
      byNode: group(problems, 'nodeId', before.byNode),
      byEdge: group(problems, 'edgeId', before.byEdge),
    };
  }

  /** Selects what a problem is about, brings it into view, and opens its field in the inspector. */
  goTo(problem: Problem): void {
    if (problem.code === 'TABLE_INVALID' && !problem.nodeId) this.panel.setState({ tables: true });
    if (problem.nodeId) this.editor.selectNode(problem.nodeId);
    else if (problem.edgeId) this.editor.selectEdge(problem.edgeId);
    this.panel.setState({
      focusField:
        problem.nodeId && problem.fieldIndex !== null
          ? { nodeId: problem.nodeId, index: problem.fieldIndex }
          : null,
    });
    if (problem.nodeId && problem.place) this.goToCode(problem.nodeId, problem.place);
    const edge = this.editor.graph.edges.find((other) => other.id === problem.edgeId);
    this.reveal(problem.nodeId ? [problem.nodeId] : edge ? [edge.source, edge.target] : []);
  }

  /** Opens the code of a node at a place. */
  goToCode(nodeId: string, place: CodePlace): void {
    const request = (this.panel.getState().codePlace?.request ?? 0) + 1;
    this.panel.setState({ codePlace: { nodeId, place, request }, openInFull: nodeId });
  }

  /** Brings nodes into view. */
  reveal(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const request = (this.panel.getState().reveal?.request ?? 0) + 1;
    this.panel.setState({ reveal: { ids, request } });
  }
}

/** Problems by what they are about; lists that did not change stay the same object. */
function group(
  problems: readonly Problem[],
  key: 'nodeId' | 'edgeId',
  before: Readonly<Record<string, readonly Problem[]>>,
): Record<string, readonly Problem[]> {
  const groups: Record<string, Problem[]> = {};
  for (const problem of problems) {
    const id = problem[key];
    if (!id) continue;
    groups[id] ??= [];
    groups[id].push(problem);
  }
  return Object.fromEntries(
    Object.entries(groups).map(([id, list]) => {
      const was = before[id];
      return [id, was && JSON.stringify(was) === JSON.stringify(list) ? was : list];
    }),
  );
}
