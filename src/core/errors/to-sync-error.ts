import { SyncError } from './sync-error.ts';

/**
 * Makes a SyncError of whatever was thrown: a SyncError stays as it is, anything else becomes
 * `INTERNAL` with the thrown value as its cause.
 */
export function toSyncError(thrown: unknown): SyncError {
  if (thrown instanceof SyncError) return thrown;
  return new SyncError('INTERNAL', messageOf(thrown), { cause: thrown });
}

function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  if (typeof thrown === 'string' && thrown !== '') return thrown;
  return 'Something that is not an error was thrown.';
}
