import { SyncError } from '#core/errors/sync-error.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Deletes a flow. One that was deployed is deleted by a runner, after it has removed what it made
 * in the connected systems; until then it is `deleting`. Throws `INPUT_INVALID` when `confirm` is
 * not the flow's name.
 */
export async function deleteFlow(
  context: WorkspaceContext,
  input: { id: string; confirm: string },
): Promise<{ done: boolean }> {
  const flow = await findFlow(context, { id: input.id });
  if (input.confirm.trim() !== flow.name) {
    throw new SyncError('INPUT_INVALID', `To confirm, give the flow's name: ${flow.name}`);
  }
  return context.transaction(async (store, audit) => {
    await store.flows.lock(flow.id);
    // Somebody may have deployed it meanwhile.
    const { deployment } = await findFlow({ ...context, store }, { id: flow.id });
    if (deployment) await store.deployments.setDesired(flow.id, 'deleting', context.actor.label);
    else await store.flows.delete(flow.id);
    await audit({ action: 'flow.delete', target: { kind: 'flow', id: flow.id, name: flow.name } });
    return { done: deployment === null };
  });
}
