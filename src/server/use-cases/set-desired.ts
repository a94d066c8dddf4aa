import { SyncError } from '#core/errors/sync-error.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Pauses or resumes a deployed flow. Throws `FLOW_NOT_RUNNING` when it was never deployed or is being deleted. */
export async function setDesired(
  context: WorkspaceContext,
  flowId: string,
  desired: 'running' | 'paused',
): Promise<void> {
  const flow = await findFlow(context, { id: flowId });
  await context.transaction(async (store, audit) => {
    if (!(await store.deployments.setDesired(flow.id, desired, context.actor.label))) {
      const why = flow.deployment ? 'is being deleted' : 'was never deployed';
      throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" ${why}.`);
    }
    await audit({
      action: desired === 'paused' ? 'flow.pause' : 'flow.resume',
      target: { kind: 'flow', id: flow.id, name: flow.name },
    });
  });
}
