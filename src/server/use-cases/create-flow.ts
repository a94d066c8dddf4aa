import { SyncError } from '#core/errors/sync-error.ts';
import { type FlowGraph, FORMAT_VERSION } from '#core/flow/flow-graph.ts';
import { stampDecisions } from '#core/flow/stamp-decisions.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { toJson } from '#db/to-json.ts';
import { graphDigest } from '../flows/graph-digest.ts';
import { pinDraft } from '../library/pin-draft.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Makes a flow with this draft (an empty one if none is given). Throws `NAME_TAKEN`. */
export async function createFlow(
  context: WorkspaceContext,
  input: { name: string; graph?: FlowGraph; fromFile?: boolean },
): Promise<{ id: string }> {
  const { name } = input;
  const empty: FlowGraph = { formatVersion: FORMAT_VERSION, name, nodes: [], edges: [] };
  const pinned = await pinDraft(context, null, input.graph ?? empty);
  const stamp = { by: context.actor.label, at: new Date().toISOString() };
  const { graph } = stampDecisions(null, { ...pinned, name }, stamp);
  const draftDigest = graphDigest(graph);
  try {
    return await context.transaction(async (store, audit) => {
      const { id } = await store.flows.create({
        name,
        draft: toJson(graph),
        draftDigest,
        draftBy: context.actor.label,
        fileDigest: input.fromFile ? draftDigest : null,
      });
      await audit({ action: 'flow.create', target: { kind: 'flow', id, name } });
      return { id };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw flowNameTaken(name);
    throw error;
  }
}

export function flowNameTaken(name: string): SyncError {
  return new SyncError('NAME_TAKEN', `There is a flow "${name}" already.`);
}
