import { SyncError } from '#core/errors/sync-error.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Switches the continuous comparison of a flow's sides on or off. Throws `FLOW_NOT_RUNNING` when it was never deployed. */
export async function setContinuousVerify(
  context: WorkspaceContext,
  { id, on }: { id: string; on: boolean },
): Promise<void> {
  const flow = await findFlow(context, { id });
  await context.transaction(async (store, audit) => {
    if (!(await store.deployments.setContinuousVerify(flow.id, on))) {
      throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" was never deployed.`);
    }
    await audit({
      action: 'flow.setContinuousVerify',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { on },
    });
  });
}
