import { SyncError } from '#core/errors/sync-error.ts';
import { isSealedKey } from '#core/masking/sealed-key.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { openKey, sealKey } from './sealed-key.ts';

/**
 * The marker of a page that ends at a record's key. It is sealed: it tells nobody the key, and nobody can make one to
 * find out between which keys a masked one lies.
 */
export function sealMarker({ services, workspace }: WorkspaceContext, marker: string | null): string | null {
  return marker && sealKey(services.secretKey, workspace.id, `page ${marker}`);
}

/** Throws `INPUT_INVALID` for a marker that no page gave out. */
export function openMarker({ services, workspace }: WorkspaceContext, given: string): string {
  const text = isSealedKey(given) ? openKey(services.secretKey, workspace.id, given) : '';
  if (text.startsWith('page ')) return text.slice('page '.length);
  throw new SyncError('INPUT_INVALID', 'The page marker is malformed: start from the first page.');
}
