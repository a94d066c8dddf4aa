import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Has a delivery made again, under the same id. Throws `NOT_FOUND`, or `IN_USE` while it is under way. */
export async function redeliverAlert(context: WorkspaceContext, id: string): Promise<void> {
  const found = await context.store.alertDeliveries.find(id);
  if (!found) throw new SyncError('NOT_FOUND', 'There is no such delivery.');
  if (found.kind === 'test' || found.channelId === null) {
    throw new SyncError(
      'INPUT_INVALID',
      'A test, and what went through a channel that is gone, is not delivered again.',
    );
  }
  await context.transaction(async (store, audit) => {
    if (!(await store.alertDeliveries.again(id)))
      throw new SyncError('IN_USE', 'The delivery is being made at this moment.');
    await audit({
      action: 'alert.redeliver',
      target: { kind: 'alert delivery', id, name: found.channelName },
    });
  });
}
