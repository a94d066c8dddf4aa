import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { compileFlow, hasErrors } from '../flows/compile-flow.ts';
import { type DraftLoss, draftLoss } from '../flows/draft-loss.ts';
import type { StoredFlow } from '../flows/find-flow.ts';
import { graphDigest } from '../flows/graph-digest.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { RoundTripRows } from '../flows/round-trip-rows.ts';
import { pinDraft } from '../library/pin-draft.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { createFlow } from './create-flow.ts';
import { deployFlow } from './deploy-flow.ts';
import { saveDraft } from './save-draft.ts';

export type Applied = {
  id: string;
  /** The flow was not there before. */
  created: boolean;
  /** The version that runs now; null when nothing was deployed. */
  version: number | null;
  problems: Problem[];
};

/**
 * Makes the flow that the graph names, or updates its draft; then deploys it if asked to and if it
 * has no errors: the problems say whether it does. Applying the same graph again changes nothing. Throws
 * `DRAFT_CHANGED` where that would lose what somebody changed in the draft, unless it is to be overwritten.
 */
export async function applyFlow(
  context: WorkspaceContext,
  input: { graph: FlowGraph; deploy: boolean; overwrite: boolean; message?: string; check: RoundTripRows },
): Promise<Applied> {
  const { deploy, check, overwrite } = input;
  const existing = await context.store.flows.find({ name: input.graph.name });
  const draft = existing && parseGraph(existing.draft, existing.name);
  const graph = await pinDraft(context, draft, input.graph);
  const { id, revision } = existing
    ? await updateDraft(context, existing, { graph, overwrite })
    : { ...(await createFlow(context, { name: graph.name, graph, fromFile: true })), revision: 1 };
  const compiled = await compileFlow(context, graph, { refresh: true, whole: check === 'all' });
  const { problems } = compiled;
  const created = existing === null;
  if (!deploy || hasErrors(problems)) return { id, created, version: null, problems };
  const message = input.message ?? 'Applied from a file';
  const { version } = await deployFlow(context, { id, revision, message, check }, compiled);
  return { id, created, version, problems };
}

async function updateDraft(
  context: WorkspaceContext,
  flow: StoredFlow,
  { graph, overwrite }: { graph: FlowGraph; overwrite: boolean },
) {
  const { id, draftRevision } = flow;
  if (graphDigest(graph) === flow.draftDigest) return { id, revision: draftRevision };
  const loses = draftLoss(flow, graph);
  if (loses && !overwrite) throw draftChanged(flow, loses);
  const placed = withPositions(graph, parseGraph(flow.draft, flow.name));
  const saved = await saveDraft(context, { id, graph: placed, revision: draftRevision, fromFile: true });
  return { id, ...saved };
}

function draftChanged(flow: StoredFlow, { by, changes }: DraftLoss): SyncError {
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return new SyncError(
    'DRAFT_CHANGED',
    `${by} has changed the draft of "${flow.name}": ${count} would be lost.`,
    { detail: changes.map(({ sentence }) => sentence).join('\n') },
  );
}

/** Nodes that the file gives no position stay where the draft has them. */
function withPositions(graph: FlowGraph, draft: FlowGraph): FlowGraph {
  const positions = new Map(draft.nodes.map((node) => [node.id, node.position]));
  const nodes = graph.nodes.map((node) => ({ ...node, position: node.position ?? positions.get(node.id) }));
  return { ...graph, nodes };
}
