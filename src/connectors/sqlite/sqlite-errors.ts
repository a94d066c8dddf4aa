import type { ErrorCode } from '#core/errors/codes.ts';
import type { FailedAt } from '#core/errors/failed-at.ts';
import { SyncError } from '#core/errors/sync-error.ts';

/** What node:sqlite attaches to its errors. */
type DriverError = Error & { code?: string; errcode?: number; errstr?: string };

/** By extended result code. https://www.sqlite.org/rescode.html */
const byExtended: Record<number, ErrorCode> = {
  275: 'CHECK_VIOLATION',
  787: 'FOREIGN_KEY_VIOLATION',
  1299: 'NOT_NULL_VIOLATION',
  1555: 'UNIQUE_VIOLATION',
  1811: 'WRITE_FAILED',
  2067: 'UNIQUE_VIOLATION',
  2579: 'UNIQUE_VIOLATION',
  3091: 'VALUE_INVALID',
};

/** By primary result code. */
const byPrimary: Record<number, ErrorCode> = {
  3: 'PRIVILEGE_MISSING',
  5: 'LOCK_WAIT',
  6: 'LOCK_WAIT',
  8: 'PRIVILEGE_MISSING',
  10: 'CONNECTION_LOST',
  11: 'DATABASE_MISSING',
  13: 'WRITE_FAILED',
  14: 'DATABASE_MISSING',
  17: 'SCHEMA_CHANGED',
  18: 'VALUE_INVALID',
  19: 'WRITE_FAILED',
  20: 'VALUE_INVALID',
  23: 'PRIVILEGE_MISSING',
  26: 'DATABASE_MISSING',
};

const byText: [RegExp, ErrorCode][] = [
  [/no such table/, 'STREAM_MISSING'],
  [/no such column|has no column named/, 'FIELD_MISSING'],
  [/generated column/, 'FIELD_READ_ONLY'],
  // The program that made the file brings them along.
  [/no such (?:function|module|collation)|unsafe use of/, 'SERVER_UNSUPPORTED'],
  [/database is not open|statement has been finalized/, 'CONNECTION_LOST'],
];

/** What SQLite says in too few words. */
const plainly: Record<number, string> = {
  5: 'Another program is writing to the file, or keeps a transaction open in it.',
  8: 'The file, or its folder, may not be written to.',
  11: 'The file is damaged.',
  13: 'The disk is full.',
  14: 'The file cannot be opened. Syncline must be able to read and write both it and its folder.',
  26: 'The file is no SQLite database, or it is encrypted.',
};

/** Any error of SQLite as a SyncError with one of our codes; a SyncError passes through. */
export function classifySqliteError(error: unknown): SyncError {
  if (error instanceof SyncError) return error;
  const driver = (error instanceof Error ? error : new Error(String(error))) as DriverError;
  const extended = driver.errcode ?? 0;
  const primary = extended & 0xff;
  const said = plainly[primary];
  return new SyncError(codeOf(driver, extended, primary), said ?? driver.message, {
    detail: [said && driver.message, extended > 0 && `SQLite result code ${extended}.`]
      .filter(Boolean)
      .join('\n'),
    at: failedAt(driver.message),
    cause: error,
  });
}

/** SQLite names what refused in its message alone: `NOT NULL constraint failed: people.email`. */
function failedAt(message: string): FailedAt | null {
  const found = /^(NOT NULL|UNIQUE|CHECK) constraint failed: (.+)$/.exec(message);
  if (!found) return null;
  const name = found[2]!;
  if (found[1] === 'NOT NULL') return { field: name.slice(name.indexOf('.') + 1), constraint: null };
  return { field: null, constraint: name };
}

function codeOf(driver: DriverError, extended: number, primary: number): ErrorCode {
  return (
    byExtended[extended] ??
    byPrimary[primary] ??
    byText.find(([pattern]) => pattern.test(driver.message))?.[1] ??
    'INTERNAL'
  );
}

const rowCodes = new Set<ErrorCode>([
  'VALUE_INVALID',
  'NOT_NULL_VIOLATION',
  'UNIQUE_VIOLATION',
  'FOREIGN_KEY_VIOLATION',
  'CHECK_VIOLATION',
  'FIELD_READ_ONLY',
]);

/** Whether one row's values are to blame, so that other rows may still go through. */
export function isRowError(error: unknown): boolean {
  if (!(error instanceof SyncError)) return false;
  if (rowCodes.has(error.code)) return true;
  // What a trigger raises concerns the row that fired it.
  return error.code === 'WRITE_FAILED' && (((error.cause as DriverError)?.errcode ?? 0) & 0xff) === 19;
}

/** Did somebody else hold the file's lock? */
export function isBusy(error: unknown): boolean {
  const source = error instanceof SyncError ? error.cause : error;
  return (((source as DriverError | undefined)?.errcode ?? 0) & 0xff) === 5;
}
