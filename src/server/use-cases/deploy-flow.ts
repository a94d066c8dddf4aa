import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { withDecidedTypes } from '#core/flow/with-decided-types.ts';
import { toJson } from '#db/to-json.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';
import { withCodeUses } from '../code/with-code-uses.ts';
import { canonicalJson } from '../flows/canonical-json.ts';
import { type Compiled, compileFlow, hasErrors } from '../flows/compile-flow.ts';
import { findFlow, type StoredFlow } from '../flows/find-flow.ts';
import { findVersion } from '../flows/find-version.ts';
import { graphDigest } from '../flows/graph-digest.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { RoundTripRows } from '../flows/round-trip-rows.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireProofs } from './code/require-proofs.ts';
import { staleDraft } from './save-draft.ts';

export type Deployed = {
  /** The version that runs now. */
  version: number;
  /** False when it was the deployed one already. */
  created: boolean;
};

/** What is deployed: the draft as it was read, or a version again. */
export type DeploySource = { revision: number } | { number: number };

/**
 * Compiles the draft, or what a version was, makes it a new version and wants it running. The same draft over the same
 * streams makes no new version. Before that the cases of its code nodes are run, and its lenses held to their laws.
 * Throws `DRAFT_STALE`, or `FLOW_INVALID`, `CODE_CASES_FAILED` or `CODE_LAWS_BROKEN` with the problems as a JSON
 * array in `detail`.
 *
 * @param compiled what this revision compiled to just now, if that was done
 */
export async function deployFlow(
  context: WorkspaceContext,
  input: { id: string; message: string; check: RoundTripRows } & DeploySource,
  compiled?: Compiled,
): Promise<Deployed> {
  const { flow: read, graph } = await readSource(context, input);
  const { lanes: sound, problems } =
    compiled ?? (await compileFlow(context, graph, { refresh: true, whole: input.check === 'all' }));
  if (hasErrors(problems)) {
    const count = problems.filter(({ severity }) => severity === 'error').length;
    throw new SyncError('FLOW_INVALID', `"${read.name}" has ${count} problem${count === 1 ? '' : 's'}.`, {
      detail: JSON.stringify(problems),
    });
  }
  await requireProofs(context, graph, sound);
  const lanes = await withCodeUses(context, graph, sound);
  return context.transaction(async (store, audit) => {
    await store.flows.lock(read.id);
    // Compiling took a while: somebody may have saved or deployed meanwhile.
    const flow = await findFlow({ ...context, store }, { id: read.id });
    if ('revision' in input && flow.draftRevision !== input.revision) throw staleDraft(flow);
    if (flow.deployment?.desired === 'deleting') {
      throw new SyncError('IN_USE', `"${flow.name}" is being deleted.`);
    }
    const again = 'number' in input;
    const made = { graph, lanes, message: input.message, ofDraft: !again };
    const deployed = await versionFor(store, flow, made, context);
    await store.deployments.deploy(flow.id, deployed.versionId, context.actor.label);
    await audit({
      action: again ? 'flow.rollBack' : 'flow.deploy',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { version: deployed.version, message: input.message, ...(again ? { of: input.number } : {}) },
    });
    return { version: deployed.version, created: deployed.created };
  });
}

async function readSource(context: WorkspaceContext, input: { id: string } & DeploySource) {
  if ('number' in input) {
    const { flow, version } = await findVersion(context, input);
    return { flow, graph: parseGraph(version.graph, flow.name) };
  }
  const flow = await findFlow(context, { id: input.id });
  if (flow.draftRevision !== input.revision) throw staleDraft(flow);
  return { flow, graph: parseGraph(flow.draft, flow.name) };
}

type NewVersion = { graph: FlowGraph; lanes: Lane[]; message: string; ofDraft: boolean };

async function versionFor(
  store: WorkspaceStore,
  flow: StoredFlow,
  { graph, lanes, message, ofDraft }: NewVersion,
  context: WorkspaceContext,
): Promise<Deployed & { versionId: string }> {
  const live = flow.deployment?.version;
  const digest = graphDigest(graph);
  if (live && live.digest === digest && lanesText(live.lanes) === lanesText(toJson(lanes))) {
    return { versionId: live.id, version: live.number, created: false };
  }
  const decided = withDecidedTypes(graph, lanes);
  if (ofDraft) await store.flows.annotateDraft(flow.id, toJson(decided));
  const added = await store.versions.add({
    flowId: flow.id,
    graph: toJson(decided),
    digest,
    lanes: toJson(lanes),
    message,
    createdBy: context.actor.label,
  });
  return { versionId: added.id, version: added.number, created: true };
}

/** Lanes without what changes by itself from one look at a system to the next. */
function lanesText(lanes: unknown): string {
  return canonicalJson(lanes).replace(/"rowEstimate":(?:null|[-\d.e+]+),?/g, '');
}
