import { parentPort } from 'node:worker_threads';
import { classifySqliteError } from './sqlite-errors.ts';
import type { SqliteFileOptions } from './sqlite-file.ts';
import { type SqliteOperations, sqliteOperations } from './sqlite-operations.ts';

/** What a session sends to its worker. The first one opens a file; it is not answered. */
export type SqliteRequest = { id: number; operation: keyof SqliteOperations | 'open'; values: unknown[] };
/** What comes back. An error travels as its parts. */
export type SqliteAnswer =
  | { id: number; result: unknown }
  | { id: number; error: { code: string; message: string; detail: string } };

let operations: Record<string, (...values: unknown[]) => unknown> = {};

parentPort?.on('message', async ({ id, operation, values }: SqliteRequest) => {
  if (operation === 'open') {
    operations = sqliteOperations(values[0] as SqliteFileOptions) as unknown as typeof operations;
    return;
  }
  let answer: SqliteAnswer;
  try {
    answer = { id, result: await operations[operation]?.(...values) };
  } catch (error) {
    const { code, message, detail } = classifySqliteError(error);
    answer = { id, error: { code, message, detail } };
  }
  parentPort?.postMessage(answer);
});
