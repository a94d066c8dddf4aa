import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { hasEnded, OperationState } from './present-operation.ts';

/** A verify that has ended, and its flow. Throws `NOT_FOUND`, `IN_USE` while it goes on. */
export async function findVerify(
  context: WorkspaceContext,
  id: string,
): Promise<{ id: string; flowId: string }> {
  const stored = await context.store.operations.find(id);
  if (stored?.kind !== 'verify' || !stored.flowId)
    throw new SyncError('NOT_FOUND', 'There is no such verify.');
  if (!hasEnded(OperationState.parse(stored.state))) {
    throw new SyncError('IN_USE', 'The verify has not ended yet.');
  }
  return { id, flowId: stored.flowId };
}
