import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

/**
 * Queues the undoing of what a mapping's first sync wrote. Throws `FLOW_NOT_RUNNING` when the flow was
 * never deployed, `IN_USE` while it runs, `NOT_FOUND` for another mapping, `RUNNER_ABSENT`.
 */
export async function startUndoFirstSync(
  context: WorkspaceContext,
  { flowId, mapping }: { flowId: string; mapping: string },
): Promise<{ id: string }> {
  const flow = await findFlow(context, { id: flowId });
  if (!flow.deployment) throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" was never deployed.`);
  if (flow.deployment.desired !== 'paused') {
    throw new SyncError('IN_USE', `"${flow.name}" runs: pause it before its first sync is undone.`);
  }
  const lanes = flow.deployment.version.lanes as unknown as Lane[];
  if (!lanes.some((lane) => lane.mappingNodeId === mapping)) {
    throw new SyncError('NOT_FOUND', `The deployed version of "${flow.name}" has no mapping "${mapping}".`);
  }
  await requireRunner(context);
  return context.transaction(async (store, audit) => {
    const { id } = await store.operations.add({
      kind: 'undo-first-sync',
      flowId: flow.id,
      input: { flowId: flow.id, mapping },
      createdBy: context.actor.label,
    });
    await audit({
      action: 'operation.startUndoFirstSync',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: id, mapping },
    });
    return { id };
  });
}
