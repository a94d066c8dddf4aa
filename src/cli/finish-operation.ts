import type { Session } from './cli.ts';
import { type ExitCode, exitCodes } from './cli-error.ts';
import { progressText } from './operation-lines.ts';
import { requireDone } from './require-done.ts';
import { watchOperation } from './watch-operation.ts';

/** Watches an operation that was started to its end and prints what came of it; detached, only says how to watch it. */
export async function finishOperation(session: Session, id: string, detach = false): Promise<ExitCode> {
  const { output } = session;
  if (detach) {
    output.result({ id }, () => `Started. syncline operations watch ${id} shows it.`);
    return exitCodes.success;
  }
  const operation = await watchOperation(session, id, { cancel: true });
  requireDone(operation);
  output.result(
    { id, result: operation.result },
    () => progressText(operation.kind, operation.result) ?? 'Done.',
  );
  return exitCodes.success;
}
