import { otherSide, type Side } from '../change/change-event.ts';
import type { Deletes } from '../flow/flow-graph.ts';
import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { Row } from '../values/value.ts';
import { decide } from './decide.ts';
import { lacks } from './decide-again.ts';
import type { DecideLane } from './decision.ts';

/** A record that one side deleted while the other changed it, decided again. */
export type RecordAgain = {
  verdict: FieldVerdict;
  /** What is to stand on both sides; null: no record there. Absent while it is held. */
  stands?: Record<Side, Row | null>;
};

/**
 * Decides a delete against an update by another rule. Null where the lane carries no delete that way.
 *
 * @throws SyncError `CANNOT_REDECIDE` where the account does not hold the row of the side that had it.
 */
export function decideRecordAgain(
  lane: DecideLane,
  account: ConflictAccount,
  was: FieldVerdict,
  againstUpdate: Deletes['againstUpdate'],
): RecordAgain | null {
  const alive = account.left ? 'left' : 'right';
  const gone = otherSide(alive);
  const row = account[alive];
  if (!row || account[gone]) throw lacks('*', 'it does not hold the one row that there was');
  // Whether the deletion was seen decides the story that is told; that the other side had changed is known.
  const deletedAt = was.times?.[gone] ?? null;
  const seen = deletedAt !== null;
  const touched = {
    [gone]: seen ? { '*': deletedAt } : {},
    [alive]: seen ? { '*': was.times?.[alive] ?? 0 } : {},
  };
  const decision = decide({
    lane: { ...lane, deletes: { ...lane.deletes, againstUpdate } },
    base: { kind: 'unknown' },
    first: false,
    left: account.left,
    right: account.right,
    touched: touched as Record<Side, Record<string, number>>,
    clock: account.clock ?? { left: { offset: 0, uncertainty: 0 }, right: { offset: 0, uncertainty: 0 } },
    decision: null,
  });
  if (decision.kind === 'agreed') return null;
  const verdict = decision.account?.fields[0];
  if (!verdict) throw new TypeError('a delete against an update without a verdict');
  if (decision.kind === 'hold') return { verdict };
  const made = decision[gone]?.set;
  const stands = made ? { [alive]: row, [gone]: made } : { left: null, right: null };
  return { verdict, stands: stands as Record<Side, Row | null> };
}
