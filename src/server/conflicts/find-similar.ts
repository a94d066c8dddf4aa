import { isSimilarHeld, type Narrowing } from '#core/conflict/similar-held.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { conflictOf } from './present-pending.ts';

/** A held record and those that wait in its lane over the same, itself among them. */
export type SimilarHeld = {
  flowId: string;
  laneId: string;
  account: ConflictAccount;
  others: { recordKey: string; account: ConflictAccount }[];
};

/** Throws `NOT_FOUND` when the record is held no more, or its account was not kept. */
export async function findSimilar(context: WorkspaceContext, id: string): Promise<SimilarHeld> {
  const pending = await context.store.pending.find(id);
  const account = pending?.state === 'held' ? conflictOf(pending.body) : null;
  if (!pending || !account) {
    throw new SyncError('NOT_FOUND', 'The record does not wait for a decision any more.');
  }
  const { flowId, laneId } = pending;
  const held = await context.store.pending.heldIn(flowId, laneId);
  const others = held.flatMap(({ recordKey, body }) => {
    const other = conflictOf(body);
    return other && isSimilarHeld(account, other) ? [{ recordKey, account: other }] : [];
  });
  return { flowId, laneId, account, others };
}

/** Those that have the same values too, where that is wanted. */
export function narrowed(
  { account, others }: SimilarHeld,
  narrow: readonly Narrowing[],
): SimilarHeld['others'] {
  return others.filter((other) => isSimilarHeld(account, other.account, narrow));
}
