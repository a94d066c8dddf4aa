import { SyncError } from '#core/errors/sync-error.ts';
import type { Repair } from '#core/operations/bulk-action.ts';
import type { BulkInput } from '#core/operations/bulk-input.ts';
import type { FindingFilter } from '#core/operations/finding-selection.ts';
import { countFindings } from '#db/ledger/verify-findings.ts';
import { requireRunning } from '../bulk/require-running.ts';
import { findVerify } from '../operations/find-verify.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Queues a dry run of a repair of what a verify found: all that the filter finds, or the findings of these
 * numbers. Throws `NOT_FOUND`, `IN_USE` while the verify goes on, `FLOW_NOT_RUNNING`, `RUNNER_ABSENT`.
 */
export async function previewRepair(
  context: WorkspaceContext,
  { filter, numbers, action }: { filter: FindingFilter; numbers?: number[]; action: Repair },
): Promise<{ id: string }> {
  const { flowId } = await findVerify(context, filter.verifyId);
  const selection = { findings: filter, ...(numbers && { numbers }) };
  if ((await countFindings(context.services.pool, selection)) === 0) {
    throw new SyncError('NOT_FOUND', 'Nothing of what this verify found matches, or it is kept no longer.');
  }
  const flow = await requireRunning(context, flowId);
  const input = {
    flowId,
    action,
    asked: filter,
    selection,
    dryRun: true,
    version: flow.version,
    previewId: null,
    records: null,
  } satisfies BulkInput;
  const { id } = await context.store.operations.add({
    kind: 'bulk',
    flowId,
    input,
    createdBy: context.actor.label,
  });
  return { id };
}
