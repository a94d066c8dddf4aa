import { otherSide, type Side } from '#core/change/change-event.ts';
import type { Decision } from '#core/conflict/decide.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import type { FailurePlace } from '#core/ledger/failure-place.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { Row } from '#core/values/value.ts';
import { failurePlace } from '../apply/failure-place.ts';
import type { CompiledField, CompiledLane } from '../plan/compiled-lane.ts';
import type { Reconciled } from './reconcile-records.ts';

/** What a round of reconcile leaves of a record. */
export type Verdict =
  /** Both sides agree; `account` when a conflict had to be decided on the way. */
  | { kind: 'settled'; wrote: boolean; account: ConflictAccount | null; left: Row | null; right: Row | null }
  | { kind: 'held'; account: ConflictAccount }
  /** A side changed again meanwhile, or must be read again. */
  | { kind: 'again' }
  | { kind: 'parked'; code: ErrorCode; detail: string; place: FailurePlace | null; retry: boolean };

/** A record with what a round has left of it. */
export type Judged = { result: Reconciled; verdict: Verdict };

/** Reads the outcomes of a round of reconcile. */
export function judgeResults(lane: CompiledLane, results: readonly Reconciled[]): Judged[] {
  return results.map((result) => ({ result, verdict: judgeResult(lane, result) }));
}

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
      place: errorPlace(lane, error, now),
      retry,
    };
  }
  if (!decision) throw new TypeError('a reconciled record has neither decision nor error');
  const earlier = open.record.conflict as ConflictAccount | null;
  if (decision.kind === 'agreed') {
    return { kind: 'settled', wrote: false, account: decided(earlier), ...now };
  }
  for (const side of ['left', 'right'] as const) {
    const outcome = outcomes[side];
    if (outcome?.status === 'failed') {
      const retry = errorPolicy[outcome.code].retry === 'timed';
      const detail = [outcome.message, outcome.detail].filter(Boolean).join(' ');
      const place = failurePlace(lane, side, outcome);
      return { kind: 'parked', code: outcome.code, detail, place, retry };
    }
  }
  if (outcomes.left?.status === 'missed' || outcomes.right?.status === 'missed') return { kind: 'again' };
  if (decision.kind === 'hold') return { kind: 'held', account: decision.account };
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
  if (!lane.left.cascades && !lane.right.cascades) return false;
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

/** A value that a pair refuses: its field on the side that it was to go to. */
function errorPlace(lane: CompiledLane, error: SyncError, now: Reconciled['now']): FailurePlace | null {
  const name = error.at?.field;
  if (!name) return null;
  for (const to of ['right', 'left'] as const) {
    const pair = lane.fields.find((field) => field[to] === name);
    if (pair && refuses(pair, to, now)) return failurePlace(lane, to, error);
  }
  return null;
}

function refuses(pair: CompiledField, to: Side, now: Reconciled['now']): boolean {
  const from = otherSide(to);
  const value = now[from]?.[pair[from]];
  if (value === undefined) return false;
  try {
    pair.to[to](value);
    return false;
  } catch {
    return true;
  }
}
