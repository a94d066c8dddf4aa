import type { ErrorCode } from './codes.ts';
import { SyncError } from './sync-error.ts';

const codes = new Set<ErrorCode>([
  'STREAM_MISSING',
  'FIELD_MISSING',
  'FIELD_READ_ONLY',
  'KEY_MISSING',
  'SCHEMA_CHANGED',
  'CAST_REFUSED',
  'PRIVILEGE_MISSING',
]);

/** May a change of a stream since it was last looked at explain the error? */
export function isSchemaError(error: unknown): boolean {
  return error instanceof SyncError && codes.has(error.code);
}
