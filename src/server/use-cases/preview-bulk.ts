import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import type { BulkInput } from '#core/operations/bulk-input.ts';
import { plannerOf } from '#core/operations/planner-of.ts';
import { newestLine } from '#db/ledger/selected-records.ts';
import { flowOfSelection } from '../bulk/flow-of-selection.ts';
import { requireRunning } from '../bulk/require-running.ts';
import { maskFilter } from '../records/mask-filter.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Queues a dry run of a bulk action over the lines that a filter finds now. Throws `INPUT_INVALID` for lines
 * of several flows, `NOT_FOUND`, `FLOW_NOT_RUNNING`, `RUNNER_ABSENT`.
 */
export async function previewBulk(
  context: WorkspaceContext,
  { filter, seqs, action }: { filter: LedgerFilter; seqs?: string[]; action: BulkAction },
): Promise<{ id: string }> {
  plannerOf(action);
  const asked = maskFilter(await maskerFor(context), filter);
  const selection = { filter: asked, asOf: await newestLine(context.services.pool), ...(seqs && { seqs }) };
  const flow = await requireRunning(context, await flowOfSelection(context, selection));
  const input = {
    flowId: flow.id,
    action,
    asked: filter,
    selection: { ...selection, filter: { ...asked, visible: asked.visible ?? null, flowId: flow.id } },
    dryRun: true,
    version: flow.version,
    previewId: null,
    records: null,
  } satisfies BulkInput;
  const { id } = await context.store.operations.add({
    kind: 'bulk',
    flowId: flow.id,
    input,
    createdBy: context.actor.label,
  });
  return { id };
}
