import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A drift of one of the workspace's flows. Throws `NOT_FOUND`, also when it is over. */
export async function findDrift(context: WorkspaceContext, id: string) {
  const drift = await context.store.drifts.find(id);
  if (!drift) throw new SyncError('NOT_FOUND', 'There is no such proposal any more.');
  return drift;
}
