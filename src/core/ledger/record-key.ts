import { SyncError } from '../errors/sync-error.ts';
import type { Value } from '../values/value.ts';

/**
 * The text under which a record is known to the ledger and to every queue: the JSON array of the
 * left side's key values, in the lane's key order, without white space, e.g. `["42","de"]`.
 */
export function recordKey(values: readonly Value[]): string {
  return JSON.stringify(values);
}

/** The key values of a record key. Throws `INPUT_INVALID` for a text that is none. */
export function parseRecordKey(key: string): Value[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(key);
  } catch (cause) {
    throw notAKey(key, cause);
  }
  if (!Array.isArray(parsed) || !parsed.every((part) => part === null || typeof part === 'string')) {
    throw notAKey(key);
  }
  return parsed;
}

function notAKey(key: string, cause?: unknown): SyncError {
  return new SyncError('INPUT_INVALID', `"${key.slice(0, 80)}" is not a record key such as ["42"].`, {
    cause,
  });
}
