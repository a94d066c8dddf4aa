import { SyncError } from '#core/errors/sync-error.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Throws `RUNNER_ABSENT` when nobody is there to do the work. */
export async function requireRunner(context: WorkspaceContext): Promise<void> {
  if (await runnerDirectory(context.services.prisma).anyAlive()) return;
  throw new SyncError('RUNNER_ABSENT', 'No runner has been seen for ten seconds.');
}
