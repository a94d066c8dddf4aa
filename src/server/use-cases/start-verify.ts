import { SyncError } from '#core/errors/sync-error.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

/** Queues a comparison of a flow's sides. Throws `FLOW_NOT_RUNNING` when it was never deployed, `RUNNER_ABSENT`. */
export async function startVerify(context: WorkspaceContext, flowId: string): Promise<{ id: string }> {
  const flow = await findFlow(context, { id: flowId });
  if (!flow.deployment) throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" was never deployed.`);
  await requireRunner(context);
  return context.transaction(async (store, audit) => {
    const { id } = await store.operations.add({
      kind: 'verify',
      flowId: flow.id,
      input: { flowId: flow.id },
      createdBy: context.actor.label,
    });
    await audit({
      action: 'operation.startVerify',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: id },
    });
    return { id };
  });
}
