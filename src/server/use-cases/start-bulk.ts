import { SyncError } from '#core/errors/sync-error.ts';
import type { BulkInput } from '#core/operations/bulk-input.ts';
import { recordsToConfirm } from '#core/operations/records-to-confirm.ts';
import { findPreview } from '../bulk/find-preview.ts';
import { requireRunning } from '../bulk/require-running.ts';
import { hasEnded, OperationState } from '../operations/present-operation.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Queues what a dry run told of, over the same lines, once: who confirms it again gets the operation that is under way. The
 * number that the person confirms must be the one that it found. Throws `NOT_FOUND`, `IN_USE`, `PREVIEW_STALE`, `FLOW_NOT_RUNNING`, `RUNNER_ABSENT`.
 */
export async function startBulk(
  context: WorkspaceContext,
  { previewId, records, rate }: { previewId: string; records: number; rate: number | null },
): Promise<{ id: string }> {
  const { input, result } = await findPreview(context, previewId);
  const flow = await requireRunning(context, input.flowId);
  if (flow.version !== input.version) {
    const detail = `Version ${flow.version} of "${flow.name}" is deployed now, and the preview was of version ${input.version}.`;
    throw new SyncError('PREVIEW_STALE', detail);
  }
  const found = recordsToConfirm(input.action, result.counts);
  if (records !== found) {
    throw new SyncError(
      'PREVIEW_STALE',
      `${records} records were confirmed, and the preview found ${found}.`,
    );
  }
  if (records === 0) throw new SyncError('INPUT_INVALID', 'The preview found nothing to be done.');
  return context.transaction(async (store, audit) => {
    const begun = await store.operations.begunFrom(previewId);
    // Confirmed twice, by one person or by two, it is done once.
    if (begun && !hasEnded(OperationState.parse(begun.state))) return { id: begun.id };
    if (begun) {
      const detail = `It was done already, by ${begun.createdBy}: operation ${begun.id}.`;
      throw new SyncError('PREVIEW_STALE', detail);
    }
    const wanted: BulkInput = { ...input, dryRun: false, previewId, records: result.records };
    const { id } = await store.operations.add({
      kind: 'bulk',
      flowId: flow.id,
      input: wanted,
      createdBy: context.actor.label,
      rate,
    });
    await audit({
      action: 'bulk.start',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: id, action: input.action, records, rate },
    });
    return { id };
  });
}
