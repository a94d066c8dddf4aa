import { randomUUID } from 'node:crypto';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CodeFunctions } from '#core/ports/code-runner.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Opens a program, does one piece of work with its functions, and drops it again. It shares nothing with
 * what other people try at the same time. Throws `CODE_INVALID` and `CODE_UNAVAILABLE` as the runner does.
 */
export async function withCode<T>(
  { services, workspace }: WorkspaceContext,
  program: CodeProgram,
  work: (functions: CodeFunctions) => Promise<T>,
): Promise<T> {
  const scope = `${workspace.id} tried ${randomUUID()}`;
  try {
    return await work(await services.codeRunner.open(scope, program));
  } finally {
    await services.codeRunner.release(scope);
  }
}
