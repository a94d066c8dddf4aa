import type { FlowStatus } from '#core/ledger/lane-status.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { shownStatus } from './flow-phase.ts';

/** How a flow goes as of now; null when it was never deployed. */
export async function readStatus(context: WorkspaceContext, flowId: string): Promise<FlowStatus | null> {
  const deployment = await context.store.deployments.status(flowId);
  if (!deployment) return null;
  return shownStatus(deployment, await runnerDirectory(context.services.prisma).anyAlive());
}
