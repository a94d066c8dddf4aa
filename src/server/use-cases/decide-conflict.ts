import { decidedOver } from '#core/conflict/decided-over.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { HeldDecision } from '#core/ledger/pending-record.ts';
import { conflictOf, seenConflict } from '../conflicts/present-pending.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

type Decision = Pick<HeldDecision, 'fields' | 'record'>;

/**
 * Leaves a decision for the runner, over what both sides hold as the record waits. Throws `NOT_FOUND` when the record is held
 * no more, `PREVIEW_STALE` where it waits over something else than what was seen, `INPUT_INVALID`.
 */
export async function decideConflict(
  context: WorkspaceContext,
  input: Decision & { id: string; seen?: string },
): Promise<void> {
  const gone = () => new SyncError('NOT_FOUND', 'The record does not wait for a decision any more.');
  const pending = await context.store.pending.find(input.id);
  if (pending?.state !== 'held') throw gone();
  const flow = await findFlow(context, { id: pending.flowId });
  const { fields, record } = input;
  const conflict = conflictOf(pending.body);
  const { secretKey } = context.services;
  if (input.seen !== undefined && input.seen !== seenConflict(secretKey, conflict)) {
    throw new SyncError('PREVIEW_STALE', 'The record has changed since you looked at it.');
  }
  requireComplete(conflict, { fields, record });
  const over = conflict ? decidedOver(conflict, { fields }) : undefined;
  await context.transaction(async (store, audit) => {
    const at = Date.now() * 1000;
    const decision: HeldDecision = { fields, record, by: context.actor.label, at, ...(over && { over }) };
    if (!(await store.pending.decide(pending.id, decision))) throw gone();
    await store.deployments.tellRunners(pending.flowId);
    await audit({
      action: 'conflict.decide',
      target: { kind: 'record', id: pending.id, name: `${flow.name} ${pending.recordKey}` },
      detail: { fields, record, laneId: pending.laneId },
    });
  });
}

/** A side for every field that waits for one, and for no other. */
export function requireComplete(conflict: ConflictAccount | null, decision: Decision): void {
  if (!conflict) return;
  const gone = conflict.left === null || conflict.right === null;
  if (gone) {
    if (decision.record !== null) return;
    throw new SyncError('INPUT_INVALID', 'One side deleted the record: say whether to keep or to delete it.');
  }
  if (decision.record !== null) {
    throw new SyncError('INPUT_INVALID', 'Neither side deleted the record: decide field by field.');
  }
  const names = new Set(conflict.fields.map((field) => field.left));
  const unknown = Object.keys(decision.fields).filter((name) => !names.has(name));
  if (unknown.length > 0) {
    throw new SyncError('INPUT_INVALID', `There is no conflict over ${unknown.join(', ')}.`);
  }
  const open = conflict.fields.filter(({ left, winner }) => winner === 'held' && !(left in decision.fields));
  if (open.length > 0) {
    const missing = open.map((field) => field.left).join(', ');
    throw new SyncError('INPUT_INVALID', `Decide these fields too: ${missing}.`);
  }
}
