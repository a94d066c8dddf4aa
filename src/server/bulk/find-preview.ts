import { SyncError } from '#core/errors/sync-error.ts';
import { BulkInput } from '#core/operations/bulk-input.ts';
import { BulkResult } from '#core/operations/bulk-progress.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A preview that was looked at longer ago than this does not tell what would be done now, milliseconds. */
const FRESH = 60 * 60_000;

/** What a finished dry run was asked and came to. Throws `NOT_FOUND`, `IN_USE` while it runs, `PREVIEW_STALE`. */
export async function findPreview(
  context: WorkspaceContext,
  id: string,
): Promise<{ input: BulkInput; result: BulkResult }> {
  const stored = await context.store.operations.find(id);
  const input = BulkInput.safeParse(stored?.input);
  if (stored?.kind !== 'bulk' || !input.success || !input.data.dryRun) {
    throw new SyncError('NOT_FOUND', 'There is no such preview.');
  }
  if (stored.state === 'queued' || stored.state === 'running' || stored.state === 'paused') {
    throw new SyncError('IN_USE', 'The preview has not ended yet.');
  }
  const result = BulkResult.safeParse(stored.result);
  if (stored.state !== 'done' || !result.success) {
    throw new SyncError('PREVIEW_STALE', `The preview ${stored.state}, so it tells of nothing to be done.`);
  }
  if (Date.now() - (stored.finishedAt?.getTime() ?? 0) > FRESH) {
    throw new SyncError('PREVIEW_STALE', 'The preview is more than an hour old.');
  }
  return { input: input.data, result: result.data };
}
