import { isSimilarHeld, likenessOf, type Narrowing } from '#core/conflict/similar-held.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import { seesFields, seesPairs } from '../records/mask-row.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { conflictOf } from './present-pending.ts';

/** A held record and those that wait in its lane over the same, itself among them. */
export type SimilarHeld = {
  flowId: string;
  laneId: string;
  account: ConflictAccount;
  others: { recordKey: string; account: ConflictAccount }[];
  /** The caller may see the values that they wait over. */
  seen: boolean;
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
  const masker = await maskerFor(context);
  const { fields, gone } = likenessOf(account);
  const seen = gone
    ? seesPairs(masker, laneId)
    : seesFields(
        masker,
        laneId,
        fields.map(({ left }) => left),
      );
  return { flowId, laneId, account, others, seen };
}

/**
 * Those that have the same values too, where that is wanted. Throws `FORBIDDEN` where the values are masked for the caller:
 * how many records have the same one tells of it.
 */
export function narrowed(
  { account, others, seen }: SimilarHeld,
  narrow: readonly Narrowing[],
): SimilarHeld['others'] {
  if (narrow.length > 0 && !seen) {
    throw new SyncError(
      'FORBIDDEN',
      'The values in question are masked for you: records cannot be narrowed by them.',
    );
  }
  return others.filter((other) => isSimilarHeld(account, other.account, narrow));
}
