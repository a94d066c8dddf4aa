import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { Reference } from './reference.ts';

/** The connection as it is stored. Throws `NOT_FOUND`. */
export async function findConnection(context: WorkspaceContext, reference: Reference) {
  if (reference.id === undefined && reference.name === undefined) {
    throw new SyncError('INPUT_INVALID', 'Give the id or the name of a connection.');
  }
  const found = await context.store.connections.find(reference);
  if (found) return found;
  throw new SyncError('NOT_FOUND', `There is no connection "${reference.name ?? reference.id}".`);
}

export type StoredConnection = Awaited<ReturnType<typeof findConnection>>;
