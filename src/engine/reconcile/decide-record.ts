import { otherSide, type Side } from '#core/change/change-event.ts';
import { agreedSince } from '#core/conflict/agreed-since.ts';
import { decide } from '#core/conflict/decide.ts';
import { decideReopened } from '#core/conflict/decide-reopened.ts';
import { isStillOver } from '#core/conflict/decided-over.ts';
import type { DecideInput, DecideLane, Decision } from '#core/conflict/decision.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { refusalIn } from '../view/refusal-in.ts';
import { decideHidden } from './decide-hidden.ts';
import type { LaneContext } from './lane-routes.ts';
import { touchesAtMeeting } from './meet-fields.ts';
import { waitBehind } from './open-records.ts';
import { parkedParent } from './parked-parents.ts';
import type { BothRows } from './read-both-sides.ts';
import type { Reconciled } from './reconcile-records.ts';

/** An account of another version says nothing. */
const storedAccount = ConflictAccount.nullable().catch(null);

/** What a refused write has taught about a record. */
export type Amendment = Pick<DecideInput, 'concessions' | 'whole'>;

/** Decides one record from what stands on both sides now; values that cannot be cast are its error. Throws Unanswered. */
export function decideRecord(context: LaneContext, result: Reconciled, amendment: Amendment = {}): void {
  settling(result, () => {
    const { record } = result.open;
    if (record.decision) result.heard = record.decision.at;
    result.decision = decideAsItStands(context, record, result.now, amendment);
    queueBehindParent(context.runtime, result);
  });
}

/** Takes what was decided of a record before it was opened. */
export function takeDecision(context: LaneContext, result: Reconciled, decision: Decision): void {
  settling(result, () => {
    result.decision = decision;
    queueBehindParent(context.runtime, result);
  });
}

function settling(result: Reconciled, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    result.decision = null;
    result.error = error;
  }
}

/** What the lane's rules say of a record of which both sides hold this. Throws `CAST_FAILED`, Unanswered. */
export function decideAsItStands(
  { runtime, lines }: Pick<LaneContext, 'runtime' | 'lines'>,
  record: PendingRecord,
  now: BothRows,
  amendment: Amendment = {},
): Decision {
  const refused = (now.left && refusalIn(now.left)) ?? (now.right && refusalIn(now.right));
  if (refused) throw refused;
  const known: DecideInput = {
    lane: decideLane(runtime.lane, lines.version),
    base: record.base,
    agreed: agreedSince(record.written, runtime.lane.fields, now),
    first: record.first,
    only: runtime.firstSync?.only,
    ...now,
    touched: touchesAtMeeting(runtime, record, now),
    clock: { left: runtime.clocks.left, right: runtime.clocks.right },
    decision: null,
    ...amendment,
  };
  const decided = (input: DecideInput) =>
    decideHidden(runtime.lane, input) ?? withReopened(input, record, decide(input));
  const { decision } = record;
  if (decision && isStillOver(decision, runtime.lane.fields, now)) {
    const settled = decided({ ...known, decision });
    // Where something else is a person's by now, all of it is asked together.
    if (settled.kind !== 'hold') return settled;
  }
  return stillHeld(known, record) ?? decided(known);
}

/**
 * A person was asked which of two rows stands, since a constraint had refused one with fields of both, and both sides hold
 * them still: it is not tried once more.
 */
function stillHeld(input: DecideInput, { conflict }: PendingRecord): Decision | null {
  const account = conflict === null ? null : storedAccount.parse(conflict);
  if (!account?.fields.some(({ scope, winner }) => scope === 'row' && winner === 'held')) return null;
  const isHeld = (side: Side) =>
    input.lane.fields.every((field) => {
      const [was, is] = [account[side]?.[field[side]], input[side]?.[field[side]]];
      return was !== undefined && is !== undefined && field.digest[side](was) === field.digest[side](is);
    });
  return isHeld('left') && isHeld('right') ? { kind: 'hold', account } : null;
}

/** The rules' decision, together with that of a person over a conflict that was decided before and reopened. */
function withReopened(input: DecideInput, record: PendingRecord, rules: Decision): Decision {
  const account = record.conflict === null ? null : storedAccount.parse(record.conflict);
  if (!account?.replaces || rules.kind === 'hold') return rules;
  return decideReopened(input, account, rules) ?? rules;
}

/** A lane of this version of its flow as deciding sees it. */
export function decideLane({ plan, fields, merges }: CompiledLane, version: number): DecideLane {
  const { direction, rule, deletes, first } = plan;
  const answers = merges ? { answers: merges.answer.bind(merges) } : {};
  return { direction, fields, rule, deletes, first, version, ...answers };
}

/** Nothing is written of a record that refers to a parked one: it would be seen before what it rests on (E9). */
function queueBehindParent(runtime: LaneRuntime, { open, decision, now }: Reconciled): void {
  if (decision?.kind !== 'write') return;
  for (const to of ['left', 'right'] as const) {
    const from = otherSide(to);
    const row = now[from];
    const parent = decision[to] && row && parkedParent(runtime, from, row, open);
    if (!parent) continue;
    waitBehind(open, parent);
    throw new SyncError('WAITS_BEHIND', open.record.detail);
  }
}
