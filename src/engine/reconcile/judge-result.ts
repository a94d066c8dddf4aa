import { otherSide } from '#core/change/change-event.ts';
import type { Decision } from '#core/conflict/decide.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { Reconciled } from './reconcile-records.ts';

/** What a round of reconcile leaves of a record. */
export type Verdict =
  /** Both sides agree; `account` when a conflict had to be decided on the way. */
  | { kind: 'settled'; wrote: boolean; account: ConflictAccount | null; left: Row | null; right: Row | null }
  | { kind: 'held'; account: ConflictAccount }
  /** A side changed again meanwhile, or must be read again. */
  | { kind: 'again' }
  | { kind: 'parked'; code: ErrorCode; detail: string; retry: boolean };

/** Reads the outcome of a round of reconcile. */
export function judgeResult(
  lane: CompiledLane,
  { behind, decision, now, outcomes, error, open }: Reconciled,
): Verdict {
  if (behind) return { kind: 'again' };
  if (error) {
    const retry = errorPolicy[error.code].retry === 'timed';
    return {
      kind: 'parked',
      code: error.code,
      detail: [error.message, error.detail].filter(Boolean).join(' '),
      retry,
    };
  }
  if (!decision) throw new TypeError('a reconciled record has neither decision nor error');
  const earlier = open.record.conflict as ConflictAccount | null;
  if (decision.kind === 'agreed') {
    return { kind: 'settled', wrote: false, account: decided(earlier), ...now };
  }
  if (decision.kind === 'hold') return { kind: 'held', account: decision.account };
  for (const outcome of [outcomes.left, outcomes.right]) {
    if (outcome?.status === 'failed') {
      const retry = errorPolicy[outcome.code].retry === 'timed';
      const detail = [outcome.message, outcome.detail].filter(Boolean).join(' ');
      return { kind: 'parked', code: outcome.code, detail, retry };
    }
  }
  if (outcomes.left?.status === 'missed' || outcomes.right?.status === 'missed') return { kind: 'again' };
  if (leadsOn(lane, decision)) return { kind: 'again' };
  return {
    kind: 'settled',
    wrote: true,
    account: decision.account ?? decided(earlier),
    ...now,
  };
}

/** Is a pair computed from what was just written? It follows when both sides are read once more. */
function leadsOn(lane: CompiledLane, decision: Extract<Decision, { kind: 'write' }>): boolean {
  return (['left', 'right'] as const).some((to) => {
    const write = decision[to];
    const from = otherSide(to);
    const { cascades } = lane[from];
    if (!write || !cascades || write.op === 'delete') return false;
    if (write.op === 'insert') return cascades.insert || cascades.update.size > 0;
    return lane.fields.some((field) => field[to] in write.set && cascades.update.has(field[from]));
  });
}

/** An account of an earlier round counts only if it had decided something. */
function decided(account: ConflictAccount | null): ConflictAccount | null {
  return account?.fields.every((field) => field.winner !== 'held') ? account : null;
}
