import { otherSide } from '#core/change/change-event.ts';
import { decide } from '#core/conflict/decide.ts';
import type { DecideInput } from '#core/conflict/decision.ts';
import type { Touches } from '#core/conflict/touch.ts';
import { isValueFailure } from '#core/errors/is-value-failure.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { rowAfter } from '../reconcile/row-after.ts';
import type { Tried } from './try-line.ts';

/** Decides a logged conflict by the lane's rules, from the base, the two rows that stood then, and their times. Throws Unanswered. */
export function tryConflict(
  lane: CompiledLane,
  line: LedgerRow,
  { base, left, right, clock, fields: verdicts }: ConflictAccount,
): Tried {
  if (!clock) return { kind: 'untold', why: 'The line does not say how sure the clocks were.' };
  const holds = (row: Row | null, name: string) => row === null || name in row;
  const fields = lane.fields.filter(
    (field) => !field.through && holds(left, field.left) && holds(right, field.right),
  );
  const { direction, rule, deletes, first } = lane.plan;
  const answers = lane.merges ? { answers: lane.merges.answer.bind(lane.merges) } : {};
  const input: DecideInput = {
    lane: { direction, rule, deletes, first, fields, ...answers },
    base: base ? { kind: 'values', side: 'left', row: base } : { kind: 'unknown' },
    first: false,
    left,
    right,
    touched: touchesOf(verdicts),
    clock,
    decision: null,
  };
  try {
    const decision = decide(input);
    const to = otherSide(line.side);
    if (decision.kind === 'hold') {
      const detail = decision.account.fields.map(({ why }) => why).join(' ');
      return { kind: 'would', outcome: { status: 'held', code: 'CONFLICT_HELD', detail }, set: {}, fields };
    }
    const account = decision.kind === 'write' ? decision.account : null;
    const outcome = account
      ? {
          status: 'resolved' as const,
          code: 'CONFLICT_RESOLVED' as const,
          detail: account.fields.map(({ why }) => why).join(' '),
        }
      : { status: 'unchanged' as const, code: null, detail: 'Both sides hold the same.' };
    const now = to === 'left' ? left : right;
    const set = decision.kind === 'write' ? rowAfter(now, decision[to]) : now;
    return { kind: 'would', outcome, set, fields: fields.filter(({ key }) => !key) };
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    if (!isValueFailure(error.code)) return { kind: 'untold', why: error.message };
    const { code, message } = error;
    return { kind: 'would', outcome: { status: 'failed', code, detail: message }, set: {}, fields: [] };
  }
}

/** When each side had changed what was in conflict. */
function touchesOf(verdicts: ConflictAccount['fields']): Touches {
  const touches: Touches = { left: {}, right: {} };
  for (const { left: name, times } of verdicts) {
    for (const side of ['left', 'right'] as const) {
      const time = times?.[side];
      if (typeof time === 'number') touches[side][name] = time;
    }
  }
  return touches;
}
