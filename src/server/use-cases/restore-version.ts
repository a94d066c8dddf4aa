import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { restoreNodes } from '#core/flow/restore-nodes.ts';
import { toJson } from '#db/to-json.ts';
import { findVersion } from '../flows/find-version.ts';
import { graphDigest } from '../flows/graph-digest.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { staleDraft } from './save-draft.ts';

/**
 * Makes the draft what a version was, or only these nodes of it. Returns the draft as it is now, and its
 * revision. Throws `DRAFT_STALE`, `NOT_FOUND`.
 */
export async function restoreVersion(
  context: WorkspaceContext,
  input: { id: string; number: number; revision: number; nodes?: string[] },
): Promise<{ revision: number; graph: FlowGraph }> {
  const { flow, version } = await findVersion(context, input);
  if (flow.draftRevision !== input.revision) throw staleDraft(flow);
  const was = parseGraph(version.graph, flow.name);
  const { nodes } = input;
  const graph = nodes ? restoreNodes(parseGraph(flow.draft, flow.name), was, nodes) : was;
  return context.transaction(async (store, audit) => {
    const revision = await store.flows.saveDraft(flow.id, input.revision, {
      draft: toJson(graph),
      draftDigest: graphDigest(graph),
      draftBy: context.actor.label,
    });
    if (revision === null) throw staleDraft(flow);
    await audit({
      action: 'flow.restore',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { version: version.number, revision, ...(nodes ? { nodes } : {}) },
    });
    return { revision, graph };
  });
}
