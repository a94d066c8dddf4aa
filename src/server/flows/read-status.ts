import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import { maskError } from '../records/mask-error.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { shownStatus } from './flow-phase.ts';

/** How a flow goes as of now; null when it was never deployed. */
export async function readStatus(context: WorkspaceContext, flowId: string): Promise<FlowStatus | null> {
  const deployment = await context.store.deployments.status(flowId);
  if (!deployment) return null;
  const status = shownStatus(deployment, await runnerDirectory(context.services.prisma).anyAlive());
  return status && { ...status, error: maskError(await maskerFor(context), flowId, status.error) };
}
