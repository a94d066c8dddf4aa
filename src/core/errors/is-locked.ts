import { SyncError } from './sync-error.ts';

/** Did a write fail only because somebody else holds the rows? It will go through when it runs again. */
export function isLocked(error: unknown): boolean {
  return error instanceof SyncError && (error.code === 'DEADLOCK' || error.code === 'LOCK_WAIT');
}
