import type { Narrowing } from '#core/conflict/similar-held.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { HeldDecision } from '#core/ledger/pending-record.ts';
import type { BulkInput } from '#core/operations/bulk-input.ts';
import { heldLines } from '#db/ledger/held-lines.ts';
import { newestLine } from '#db/ledger/selected-records.ts';
import { requireRunning } from '../bulk/require-running.ts';
import { findSimilar, narrowed } from '../conflicts/find-similar.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireComplete } from './decide-conflict.ts';

/** Lines that a selection may hold by their numbers. */
const MOST = 5_000;

type Decision = Pick<HeldDecision, 'fields' | 'record'>;

/**
 * Decides all held records that are like this one as this one, as a bulk action. The number that the person
 * confirms must be the one that wait now. Throws `NOT_FOUND`, `INPUT_INVALID`, `PREVIEW_STALE`,
 * `FLOW_NOT_RUNNING`, `RUNNER_ABSENT`.
 */
export async function decideSimilar(
  context: WorkspaceContext,
  { id, narrow, records, fields, record }: Decision & { id: string; narrow: Narrowing[]; records: number },
): Promise<{ id: string }> {
  const similar = await findSimilar(context, id);
  const { flowId, laneId } = similar;
  requireComplete(similar.account, { fields, record });
  const others = narrowed(similar, narrow);
  if (others.length !== records) {
    throw new SyncError(
      'PREVIEW_STALE',
      `${records} records were confirmed, and ${others.length} wait by now.`,
    );
  }
  if (records > MOST) {
    throw new SyncError('INPUT_INVALID', `At most ${MOST} records can be decided at once: narrow them down.`);
  }
  const flow = await requireRunning(context, flowId);
  const { pool } = context.services;
  const seqs = await heldLines(pool, { laneId, recordKeys: others.map(({ recordKey }) => recordKey) });
  const filter = { flowId, laneId, status: ['held' as const] };
  return context.transaction(async (store, audit) => {
    const action = { kind: 'resolve' as const, decision: { fields, record } };
    const input = {
      flowId,
      action,
      asked: filter,
      selection: { filter: { ...filter, visible: null }, asOf: await newestLine(pool), seqs },
      dryRun: false,
      version: flow.version,
      previewId: null,
      records,
    } satisfies BulkInput;
    const createdBy = context.actor.label;
    const operation = await store.operations.add({ kind: 'bulk', flowId, input, createdBy });
    await audit({
      action: 'bulk.start',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: operation.id, action, records, rate: null },
    });
    return { id: operation.id };
  });
}
