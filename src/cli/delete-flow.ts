import type { Session } from './cli.ts';
import { CliError } from './cli-error.ts';
import { pauseBetween } from './pause-between.ts';
import { toCliError } from './to-cli-error.ts';

/**
 * Deletes a flow and waits until the runner has removed from both systems what Syncline made there for it.
 * @param timeout seconds
 */
export async function deleteFlow(
  session: Session,
  flow: { workspace: string; id: string; name: string },
  timeout: number,
): Promise<void> {
  const { workspace, id, name } = flow;
  await session.api.flow.delete.mutate({ workspace, id, confirm: name });
  const deadline = Date.now() + timeout * 1000;
  while (await exists(session, workspace, id)) {
    if (Date.now() > deadline) {
      throw new CliError(
        'RUNNER_ABSENT',
        `"${name}" is marked for deletion but not gone after ${timeout} seconds.`,
        {
          remedy: 'A runner removes it as soon as one is alive and reaches both systems.',
        },
      );
    }
    await pauseBetween(300, session.signal);
  }
}

async function exists(session: Session, workspace: string, id: string): Promise<boolean> {
  try {
    await session.api.flow.get.query({ workspace, id });
    return true;
  } catch (error) {
    if (toCliError(error, session.url).report.code === 'NOT_FOUND') return false;
    throw error;
  }
}
