import { SyncError } from '#core/errors/sync-error.ts';
import type { DdlReport } from '#core/ports/table-maker.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** Runs statements that make or alter tables: all of them, or none. */
export async function runStatements(file: SqliteFile, statements: readonly string[]): Promise<DdlReport> {
  const transaction = await file.begin();
  try {
    for (const [at, sql] of statements.entries()) {
      try {
        transaction.writer.exec(sql);
      } catch (error) {
        const { code, message, detail } = refusal(error);
        const failed = { sql, code, message, detail };
        return { ran: [], failed, undone: statements.slice(0, at), left: statements.slice(at + 1) };
      }
    }
    transaction.commit();
    return { ran: [...statements], failed: null, undone: [], left: [] };
  } finally {
    transaction.rollback();
  }
}

/** What SQLite says against a statement, with a code of ours; a fault of the file is thrown on. */
function refusal(error: unknown): SyncError {
  if (!(error instanceof SyncError)) throw error;
  if (error.code === 'CONNECTION_LOST' || error.code === 'DATABASE_MISSING') throw error;
  if (error.code === 'PRIVILEGE_MISSING' || error.code === 'LOCK_WAIT') return error;
  const taken = /already exists|duplicate column name/.test(error.message);
  return new SyncError(taken ? 'STREAM_EXISTS' : 'DDL_REFUSED', error.message, { detail: error.detail });
}
