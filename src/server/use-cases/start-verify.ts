import { SyncError } from '#core/errors/sync-error.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

/**
 * Queues a comparison of a flow's sides, which on request repairs what differs. Throws `FLOW_NOT_RUNNING`
 * when the flow was never deployed, or is to be repaired and does not run; `RUNNER_ABSENT`.
 */
export async function startVerify(
  context: WorkspaceContext,
  { flowId, repair }: { flowId: string; repair: boolean },
): Promise<{ id: string }> {
  const flow = await findFlow(context, { id: flowId });
  if (!flow.deployment) throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" was never deployed.`);
  if (repair && flow.deployment.desired !== 'running') {
    const why = 'what differs can only be repaired by the running flow';
    throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" is ${flow.deployment.desired}, and ${why}.`);
  }
  await requireRunner(context);
  return context.transaction(async (store, audit) => {
    const { id } = await store.operations.add({
      kind: 'verify',
      flowId: flow.id,
      input: { flowId: flow.id, repair },
      createdBy: context.actor.label,
    });
    await audit({
      action: 'operation.startVerify',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: id, repair },
    });
    return { id };
  });
}
