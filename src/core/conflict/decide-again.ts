import type { Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import type { Rule } from '../flow/flow-graph.ts';
import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { Value } from '../values/value.ts';
import { decide } from './decide.ts';
import type { ClockReading, DecideField, DecideInput, DecideLane } from './decision.ts';

/** A field that is decided again: how it was decided, the pair as the lane has it now, and the rule that is to hold. */
export type FieldAgain = { was: FieldVerdict; field: DecideField; rule: Rule };

/**
 * Decides fields of a logged conflict by other rules, from what stood on both sides when it was decided
 * and what was known then: as these rules would have decided it at the time.
 *
 * @param fields of one account; those of `scope` `row` are decided together, by `lane.rule`.
 * @returns a verdict for each, with what is to stand on both sides, or `held`.
 * @throws SyncError `CANNOT_REDECIDE`, saying what the account lacks; `CAST_FAILED`.
 */
export function decideAgain(
  lane: DecideLane,
  account: ConflictAccount,
  fields: readonly FieldAgain[],
): FieldVerdict[] {
  const { left, right } = account;
  if (!left || !right) throw lacks('*', 'it does not hold both rows');
  for (const again of fields) requireKnown(again, account);
  const rowWise = fields.some(({ was }) => was.scope === 'row');
  const input: DecideInput = {
    lane: { ...lane, direction: 'both', fields: fields.map(({ field, rule }) => ({ ...field, rule })) },
    base: { kind: 'unknown' },
    agreed: Object.fromEntries(fields.flatMap(({ was }) => (was.base ? [[was.left, was.base]] : []))),
    first: false,
    left,
    right,
    touched: { left: timesOf(fields, 'left'), right: timesOf(fields, 'right') },
    clock: account.clock ?? { left: unsure, right: unsure },
    decision: null,
    whole: rowWise ? { left, right, why: 'Fields of both sides cannot stand in one row.' } : null,
  };
  const decision = decide(input);
  // Where the two agree by now, as the lane compares them, there is nothing left to decide.
  return decision.kind === 'agreed' ? [] : (decision.account?.fields ?? []);
}

/** Where no clock was needed, none is looked at. */
const unsure: ClockReading = { offset: 0, uncertainty: 0 };

/** What was left standing on both sides. @throws SyncError `CANNOT_REDECIDE` where the account does not tell. */
export function leftStanding(
  account: ConflictAccount,
  was: FieldVerdict,
  field: DecideField,
): Record<Side, Value> {
  if (was.stands) return was.stands;
  const { left, right } = candidates(account, was);
  if (was.winner === 'left') return { left, right: field.to.right(left) };
  if (was.winner === 'right') return { left: field.to.left(right), right };
  throw lacks(was.left, 'it does not hold the value that was made of the two');
}

/** An account that does not hold what a rule needs. */
export function lacks(field: string, what: string): SyncError {
  const name = field === '*' ? 'The record' : field;
  return new SyncError('CANNOT_REDECIDE', `${name} cannot be decided again from its account: ${what}.`);
}

function requireKnown({ was, rule }: FieldAgain, account: ConflictAccount): void {
  candidates(account, was);
  if (was.scope === 'unique') {
    throw lacks(was.left, 'it was decided between two records that want one unique value');
  }
  const timed = rule.kind === 'newest' || rule.kind === 'oldest' || rule.kind === 'merge';
  if (timed && !(was.times && account.clock)) {
    throw lacks(was.left, 'it does not hold when each side made its change');
  }
  if (rule.kind === 'merge' && was.base === undefined) {
    throw lacks(was.left, 'it does not hold what both sides agreed on before');
  }
}

function candidates({ left, right }: ConflictAccount, was: FieldVerdict): Record<Side, Value> {
  const pair = { left: left?.[was.left], right: right?.[was.right] };
  if (pair.left === undefined || pair.right === undefined) {
    throw lacks(was.left, 'it does not hold both values');
  }
  return { left: pair.left, right: pair.right };
}

function timesOf(fields: readonly FieldAgain[], side: Side): Record<string, number> {
  return Object.fromEntries(
    fields.flatMap(({ was }) => {
      const time = was.times?.[side];
      return time === null || time === undefined ? [] : [[was.left, time]];
    }),
  );
}
