import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { stampDecisions } from '#core/flow/stamp-decisions.ts';
import { toJson } from '#db/to-json.ts';
import { auditDecisions } from '../flows/audit-decisions.ts';
import { findFlow, type StoredFlow } from '../flows/find-flow.ts';
import { graphDigest } from '../flows/graph-digest.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import { pinDraft } from '../library/pin-draft.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Saves the draft over the revision that was read. Throws `DRAFT_STALE`, saying who saved meanwhile.
 * The editor saves by itself every few seconds, so the audit log gets one entry for each stretch of
 * one person's work, not one for each save.
 */
export async function saveDraft(
  context: WorkspaceContext,
  input: { id: string; graph: FlowGraph; revision: number; fromFile?: boolean },
): Promise<{ revision: number }> {
  const flow = await findFlow(context, { id: input.id });
  const { label } = context.actor;
  const stored = parseGraph(flow.draft, flow.name);
  const pinned = await pinDraft(context, stored, input.graph);
  const stamp = { by: label, at: new Date().toISOString() };
  const { graph, made } = stampDecisions(stored, { ...pinned, name: flow.name }, stamp);
  return context.transaction(async (store, audit) => {
    const draftDigest = graphDigest(graph);
    const revision = await store.flows.saveDraft(flow.id, input.revision, {
      draft: toJson(graph),
      draftDigest,
      draftBy: label,
      ...(input.fromFile ? { fileDigest: draftDigest } : {}),
    });
    if (revision === null) throw staleDraft(flow);
    await auditDecisions(audit, flow, made);
    if (startsStretch(flow, label)) {
      await audit({
        action: 'flow.saveDraft',
        target: { kind: 'flow', id: flow.id, name: flow.name },
        detail: { revision },
      });
    }
    return { revision };
  });
}

export function staleDraft(flow: StoredFlow): SyncError {
  return new SyncError('DRAFT_STALE', `${flow.draftBy} has saved "${flow.name}" since you opened it.`, {
    detail: JSON.stringify({ revision: flow.draftRevision, by: flow.draftBy, at: flow.draftAt }),
  });
}

const stretchEndsAfterMs = 10 * 60_000;

/** Somebody else saved last, or nobody for ten minutes, or it was never saved. */
function startsStretch(flow: StoredFlow, label: string): boolean {
  if (flow.draftRevision === 1 || flow.draftBy !== label) return true;
  return Date.now() - flow.draftAt.getTime() > stretchEndsAfterMs;
}
