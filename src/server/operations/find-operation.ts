import { SyncError } from '#core/errors/sync-error.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { type OperationView, presentOperation } from './present-operation.ts';

/** Throws `NOT_FOUND`. */
export async function findOperation(context: WorkspaceContext, id: string): Promise<OperationView> {
  const operation = await context.store.operations.find(id);
  if (!operation) throw new SyncError('NOT_FOUND', 'There is no such operation.');
  return presentOperation(operation, await maskerFor(context));
}
