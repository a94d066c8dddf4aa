import { otherSide, type Side } from '#core/change/change-event.ts';
import { type ContestedField, decideContest } from '#core/conflict/contest.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { WriteOutcome } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { recordKeyOf } from '../plan/record-identity.ts';
import type { Amendment } from './decide-record.ts';
import type { LaneContext } from './lane-routes.ts';
import { ownRows } from './own-rows.ts';
import type { Reconciled } from './reconcile-records.ts';
import { rowAfter } from './row-after.ts';

type Failure = Extract<WriteOutcome, { status: 'failed' }>;

/** Constraints that look at one row alone, or at one row beside others that stay. */
const ROW_CONSTRAINTS: ReadonlySet<ErrorCode> = new Set([
  'CHECK_VIOLATION',
  'NOT_NULL_VIOLATION',
  'UNIQUE_VIOLATION',
]);

/**
 * What refused writes teach (E10): of two records that hold one unique value on two sides, one gives it
 * up; a row with fields of both sides that a constraint refuses gives way to one of the two rows.
 *
 * @returns the records to be decided anew, those that give something up first.
 */
export async function amendRefused(
  context: LaneContext,
  results: readonly Reconciled[],
): Promise<[Reconciled, Amendment][]> {
  const amended = new Map<Reconciled, Amendment>();
  const byKey = new Map(results.map((result) => [result.open.record.recordKey, result]));
  for (const result of results) {
    const refused = refusal(result);
    if (!refused || amended.has(result)) continue;
    const contested = refused.failure.code === 'UNIQUE_VIOLATION';
    if (contested && (await settleContest(context, result, refused.side, byKey, amended))) continue;
    const whole = wholeRows(context.runtime.lane, result, refused.failure);
    if (whole) amended.set(result, { whole });
  }
  const gives = ([, amendment]: [Reconciled, Amendment]) => (amendment.concessions ? 0 : 1);
  return [...amended].sort((a, b) => gives(a) - gives(b));
}

function refusal({ outcomes }: Reconciled): { side: Side; failure: Failure } | null {
  for (const side of ['left', 'right'] as const) {
    const outcome = outcomes[side];
    if (outcome?.status === 'failed') return { side, failure: outcome };
  }
  return null;
}

/** Only where fields of both sides were to stand in one row can the row rule help. */
function wholeRows(
  lane: CompiledLane,
  { decision, rows, open }: Reconciled,
  failure: Failure,
): Amendment['whole'] {
  if (!ROW_CONSTRAINTS.has(failure.code) || decision?.kind !== 'write' || !rows.left || !rows.right)
    return null;
  const own = ownRows(lane, open.record, { left: rows.left, right: rows.right });
  if (!own) return null;
  const takes = (side: Side) => decision[side]?.op === 'update' || own[side] !== rows[side];
  if (!takes('left') || !takes('right')) return null;
  const why = `Fields of both sides cannot stand in one row (${failure.message}), so one row stands as a whole.`;
  return { ...own, why };
}

/**
 * Looks for the record that holds what could not be written, and decides between the two.
 * @returns whether the write of `result` is to be tried again at once.
 */
async function settleContest(
  context: LaneContext,
  result: Reconciled,
  side: Side,
  byKey: Map<string, Reconciled>,
  amended: Map<Reconciled, Amendment>,
): Promise<boolean> {
  const { lane, clocks, open } = context.runtime;
  if (result.decision?.kind !== 'write') return false;
  const wanted = rowAfter(result.now[side], result.decision[side]);
  for (const unique of wanted ? lane.plan[side].stream.uniques : []) {
    const holder = await findHolder(context, side, unique, wanted ?? {});
    if (holder === null || holder === result.open.record.recordKey) continue;
    note(result, side, `Record ${holder} holds the value on the ${side} side.`);
    const other = byKey.get(holder);
    // Between records that were there before the lane was, a person chooses.
    if (lane.plan.direction !== 'both' || result.open.record.first || other?.open.record.first) continue;
    if (!other) {
      result.meets = open.get(holder) ?? null;
      continue;
    }
    if (other.decision?.kind !== 'write') continue;
    const outcome = decideContest(
      contestedFields(lane, side, unique),
      side === 'left' ? contenders(other, result) : contenders(result, other),
      clocks,
    );
    if (outcome.kind === 'undecided') {
      note(result, side, outcome.why);
      continue;
    }
    const [loser, winner] = outcome.loser === side ? [other, result] : [result, other];
    const concessions = { ...amended.get(loser)?.concessions, ...outcome.concessions };
    amended.set(loser, { concessions });
    if (!amended.has(winner)) amended.set(winner, {});
    return true;
  }
  return false;
}

function contenders(left: Reconciled, right: Reconciled) {
  const of = ({ open, now }: Reconciled) => ({
    recordKey: open.record.recordKey,
    rows: now,
    touched: open.record.touched,
  });
  return { left: of(left), right: of(right) };
}

function note(result: Reconciled, side: Side, text: string): void {
  const outcome = result.outcomes[side];
  if (outcome?.status !== 'failed') return;
  result.outcomes[side] = { ...outcome, detail: [text, outcome.detail].filter(Boolean).join(' ') };
}

/** The record whose row holds these unique values on this side; null where none does, or where it cannot be told. */
async function findHolder(
  { runtime: { lane, sessions } }: LaneContext,
  side: Side,
  unique: string[],
  wanted: Row,
): Promise<string | null> {
  const values = Object.fromEntries(unique.map((name) => [name, wanted[name] ?? null]));
  if (Object.values(values).includes(null)) return null;
  const { stream, fields } = lane[side];
  const [row] = await sessions[side].source.read({ stream, fields, key: unique, keys: [values] });
  return row ? recordKeyOf(lane, side, row) : null;
}

function contestedFields(lane: CompiledLane, side: Side, unique: string[]): ContestedField[] {
  const nullable = (end: Side, name: string) =>
    lane.plan[end].stream.fields.find((field) => field.name === name)?.nullable === true;
  return lane.fields
    .filter((field) => unique.includes(field[side]) && field.direction === 'both' && !field.key)
    .map((field) => ({
      ...field,
      mayBeEmpty: nullable(side, field[side]) && nullable(otherSide(side), field[otherSide(side)]),
    }));
}
