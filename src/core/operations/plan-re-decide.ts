import type { Side } from '../change/change-event.ts';
import { decideAgain, type FieldAgain, lacks, leftStanding } from '../conflict/decide-again.ts';
import { decideRecordAgain } from '../conflict/decide-record-again.ts';
import type { DecideField } from '../conflict/decision.ts';
import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { Row, Value } from '../values/value.ts';
import type { ReDecide } from './bulk-action.ts';
import { type DecidedField, decidedFields } from './decided-fields.ts';
import type { PlanLane, RecordPlan, RecordPlanner, SelectedRecord } from './record-plan.ts';

/**
 * Decides the selected conflicts of a record by other rules: what would have been written had these been in
 * force is written now, where what the decision left still stands. A record is decided again as a whole: if
 * anybody has touched a field that would change, it is refused, with what stands there.
 */
export function planReDecide(action: ReDecide): RecordPlanner {
  return { reads: 'since', plan: (record, lane) => plan(action, record, lane) };
}

/** A verdict of now, beside what the one before left on both sides. */
type Again = { before: DecidedField; verdict: FieldVerdict };

function plan(action: ReDecide, record: SelectedRecord, lane: PlanLane): RecordPlan {
  const decided = decidedFields(record);
  if (decided.length === 0) return { kind: 'nothing', detail: 'No conflict was decided in these lines.' };
  const existence = decided.find(({ was }) => was.left === '*');
  if (existence) return planExistence(action, record, lane, existence);
  const again = byAccount(decided).flatMap((some) => decideSome(action, lane, some));
  if (again.length === 0) return { kind: 'nothing', detail: 'No rule was given for these fields.' };
  const account = accountOf(lane, again);
  if (again.some(({ verdict }) => verdict.winner === 'held')) {
    return { kind: 'hold', account, detail: 'A person decides.' };
  }
  return planFields(record, lane, again, account);
}

function planFields(
  { now }: SelectedRecord,
  lane: PlanLane,
  again: readonly Again[],
  account: ConflictAccount,
): RecordPlan {
  const set: Record<Side, Row> = { left: {}, right: {} };
  const touched: string[] = [];
  const told: string[] = [];
  for (const { before, verdict } of again) {
    const field = fieldOf(lane, before);
    const left = leftStanding(before.account, before.was, field);
    const { stands } = verdict;
    if (!stands || (isSame(field, 'left', left, stands) && isSame(field, 'right', left, stands))) continue;
    const standing = standingNow(field, now);
    if (standing && isSame(field, 'left', standing, stands) && isSame(field, 'right', standing, stands))
      continue;
    for (const side of ['left', 'right'] as const) {
      if (!standing || !isSame(field, side, standing, left)) {
        touched.push(changedWords(field, side, now[side], left[side]));
      } else if (!isSame(field, side, standing, stands)) set[side][field[side]] = stands[side];
    }
    told.push(`${field.left}: ${verdict.why}`);
  }
  if (touched.length > 0) return { kind: 'refused', code: 'CHANGED_SINCE', detail: touched.join(' ') };
  const writes = (['left', 'right'] as const).filter((side) => Object.keys(set[side]).length > 0);
  if (writes.length === 0) return { kind: 'nothing', detail: 'These rules come to what stands already.' };
  return {
    kind: 'write',
    ...Object.fromEntries(writes.map((side) => [side, set[side]])),
    detail: told.join(' '),
    account,
  };
}

/** One side had deleted the record, the other had changed it. */
function planExistence(
  action: ReDecide,
  { now }: SelectedRecord,
  lane: PlanLane,
  before: DecidedField,
): RecordPlan {
  if (!action.deletes)
    return { kind: 'nothing', detail: 'No rule was given for records that one side deleted.' };
  const again = decideRecordAgain(lane, before.account, before.was, action.deletes);
  if (!again) return { kind: 'nothing', detail: 'The lane does not carry such a delete.' };
  const account = accountOf(lane, [{ before, verdict: again.verdict }]);
  if (!again.stands) return { kind: 'hold', account, detail: again.verdict.why };
  const keeps = again.stands.left !== null;
  const kept = before.account[before.was.winner === 'left' ? 'left' : 'right'] !== null;
  if (keeps === kept || (!keeps && !now.left && !now.right)) {
    return { kind: 'nothing', detail: 'This rule comes to what stands already.' };
  }
  // What our decision left: both rows, or none.
  const left = kept ? decideRecordAgain(lane, before.account, before.was, 'update')?.stands : null;
  const touched = changedRows(lane, now, left ?? { left: null, right: null });
  if (touched.length > 0) return { kind: 'refused', code: 'CHANGED_SINCE', detail: touched.join(' ') };
  return { kind: 'write', ...again.stands, detail: again.verdict.why, account };
}

/** Fields of one account, decided again by the rules that are given for them. */
function decideSome(action: ReDecide, lane: PlanLane, some: readonly DecidedField[]): Again[] {
  const rule = (name: string) => action.fields?.[name] ?? action.rule;
  const given = some.flatMap((before): [DecidedField, FieldAgain][] => {
    const chosen = before.was.scope === 'row' ? action.rule : rule(before.was.left);
    return chosen ? [[before, { was: before.was, field: fieldOf(lane, before), rule: chosen }]] : [];
  });
  const [first] = given;
  if (!first) return [];
  const ruled = { ...lane, rule: action.rule ?? lane.rule };
  const verdicts = decideAgain(
    ruled,
    first[0].account,
    given.map(([, again]) => again),
  );
  return verdicts.flatMap((verdict) => {
    const found = given.find(([{ was }]) => was.left === verdict.left);
    return found ? [{ before: found[0], verdict }] : [];
  });
}

/** Fields that were decided together: those of one account, its whole rows apart. */
function byAccount(decided: readonly DecidedField[]): DecidedField[][] {
  const groups = Map.groupBy(decided, ({ seq, was }) => `${seq} ${was.scope === 'row'}`);
  return [...groups.values()];
}

function fieldOf(lane: PlanLane, { was }: DecidedField): DecideField {
  const field = lane.fields.find(({ left, right }) => left === was.left && right === was.right);
  if (!field || field.key) throw lacks(was.left, 'the lane does not carry it any more');
  if (field.direction !== 'both') throw lacks(was.left, 'it is carried one way by now');
  return field;
}

function accountOf(lane: PlanLane, again: readonly Again[]): ConflictAccount {
  const [newest] = again.map(({ before }) => before).sort((a, b) => (BigInt(a.seq) > BigInt(b.seq) ? -1 : 1));
  if (!newest) throw new TypeError('nothing was decided again');
  const { base, left, right, clock } = newest.account;
  return {
    base,
    left,
    right,
    fields: again.map(({ verdict }) => verdict),
    ...(lane.version === undefined ? {} : { version: lane.version }),
    ...(clock ? { clock } : {}),
    replaces: [...new Set(again.map(({ before }) => before.seq))],
  };
}

type Pair = Record<Side, Value>;

function isSame(field: DecideField, side: Side, one: Pair, other: Pair): boolean {
  return field.digest[side](one[side]) === field.digest[side](other[side]);
}

/** Null where a side has no such record any more. */
function standingNow(field: DecideField, { left, right }: SelectedRecord['now']): Pair | null {
  return left && right ? { left: left[field.left] ?? null, right: right[field.right] ?? null } : null;
}

function changedWords(field: DecideField, side: Side, row: Row | null, left: Value): string {
  if (!row) return `The ${side} side has no such record any more.`;
  return `${field[side]} on the ${side} side is ${quoted(row[field[side]] ?? null)} by now, not ${quoted(left)}.`;
}

/** What differs from the rows that our decision left. */
function changedRows(lane: PlanLane, now: SelectedRecord['now'], left: Record<Side, Row | null>): string[] {
  return (['left', 'right'] as const).flatMap((side) => {
    const [row, expected] = [now[side], left[side]];
    if (!expected) return row ? [`The ${side} side has the record again.`] : [];
    if (!row) return [`The ${side} side has no such record any more.`];
    return lane.fields.flatMap((field) => {
      const was = expected[field[side]];
      if (field.key || was === undefined) return [];
      const is = row[field[side]] ?? null;
      return field.digest[side](is) === field.digest[side](was) ? [] : [changedWords(field, side, row, was)];
    });
  });
}

function quoted(value: Value): string {
  if (value === null) return 'null';
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
}
