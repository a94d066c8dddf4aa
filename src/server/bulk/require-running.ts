import { SyncError } from '#core/errors/sync-error.ts';
import { findFlow } from '../flows/find-flow.ts';
import { requireRunner } from '../use-cases/require-runner.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** The flow, which runs: its lanes do what a bulk action asks. Throws `NOT_FOUND`, `FLOW_NOT_RUNNING`, `RUNNER_ABSENT`. */
export async function requireRunning(
  context: WorkspaceContext,
  flowId: string,
): Promise<{ id: string; name: string; version: number }> {
  const { id, name, deployment } = await findFlow(context, { id: flowId });
  if (deployment?.desired !== 'running') {
    const state = deployment ? `is ${deployment.desired}` : 'was never deployed';
    throw new SyncError('FLOW_NOT_RUNNING', `"${name}" ${state}: its records are acted on while it runs.`);
  }
  await requireRunner(context);
  return { id, name, version: deployment.version.number };
}
