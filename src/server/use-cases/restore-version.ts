import { toJson } from '#db/to-json.ts';
import { findVersion } from '../flows/find-version.ts';
import { graphDigest } from '../flows/graph-digest.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { staleDraft } from './save-draft.ts';

/** Makes the draft what a version was. */
export async function restoreVersion(
  context: WorkspaceContext,
  input: { id: string; number: number },
): Promise<{ revision: number }> {
  const { flow, version } = await findVersion(context, input);
  const graph = parseGraph(version.graph, flow.name);
  return context.transaction(async (store, audit) => {
    const revision = await store.flows.saveDraft(flow.id, flow.draftRevision, {
      draft: toJson(graph),
      draftDigest: graphDigest(graph),
      draftBy: context.actor.label,
    });
    if (revision === null) throw staleDraft(flow);
    await audit({
      action: 'flow.restore',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { version: version.number, revision },
    });
    return { revision };
  });
}
