import type { Side } from '../change/change-event.ts';
import { decideAgain, type FieldAgain, lacks, leftStanding } from '../conflict/decide-again.ts';
import { decideRecordAgain } from '../conflict/decide-record-again.ts';
import type { DecideField } from '../conflict/decision.ts';
import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { Row, Value } from '../values/value.ts';
import type { ReDecide } from './bulk-action.ts';
import { type DecidedField, decidedFields } from './decided-fields.ts';
import type { FieldEffect } from './field-effect.ts';
import type { PlanLane, RecordPlan, RecordPlanner, SelectedRecord } from './record-plan.ts';
import { touchedBy } from './touched-by.ts';

/**
 * Decides the selected conflicts of a record by other rules: what would have been written had these been in
 * force is written now, where what the decision left still stands. A record is decided again as a whole: if
 * anybody has touched a field that would change, it is refused, with what stands there.
 */
export function planReDecide(action: ReDecide): RecordPlanner {
  return { reads: 'since', plan: (record, lane) => plan(action, record, lane) };
}

const sides = ['left', 'right'] as const;

type Pair = Record<Side, Value>;

/** A verdict of now, beside what the one before left on both sides. */
type Again = { before: DecidedField; verdict: FieldVerdict };

function plan(action: ReDecide, record: SelectedRecord, lane: PlanLane): RecordPlan {
  const decided = decidedFields(record);
  if (decided.length === 0) return { kind: 'nothing', detail: 'No conflict was decided in these lines.' };
  const existence = decided.find(({ was }) => was.left === '*');
  if (existence) return planExistence(action, record, lane, existence);
  const again = byAccount(decided).flatMap((some) => decideSome(action, lane, some));
  if (again.length === 0) return { kind: 'nothing', detail: 'No rule was given for these fields.' };
  const looked = again.map((each) => lookAt(record, lane, each));
  const touched = looked.flatMap(({ words }) => words);
  const waits = again.some(({ verdict }) => verdict.winner === 'held');
  const effects = looked.map((each) => effectOf(record, lane, each, waits || touched.length > 0));
  if (touched.length > 0) return { ...changedSince(touched), effects };
  if (waits) {
    return { kind: 'hold', account: reopened(lane, again), detail: 'A person decides.', effects };
  }
  return { ...planFields(record, lane, again), effects };
}

const changedSince = (touched: readonly string[]): RecordPlan => ({
  kind: 'refused',
  code: 'CHANGED_SINCE',
  detail: touched.join(' '),
});

/** A field that is decided again, with what stands there now. */
type Looked = {
  again: Again;
  /** Something else is to stand than what was left, and than what stands. */
  toChange: boolean;
  /** Where it would change and does not hold any more what the decision left: what stands there. */
  words: string[];
};

function lookAt({ now }: SelectedRecord, lane: PlanLane, again: Again): Looked {
  const { before, verdict } = again;
  const field = fieldOf(lane, before);
  const left = leftStanding(before.account, before.was, field);
  const standing = standingNow(field, now);
  const toChange = !verdict.stands || isToChange(field, left, standing, verdict.stands);
  const moved = sides.filter((side) => !standing || !isSame(field, side, standing, left));
  const words = moved.map((side) => changedWords(field, side, now[side], left[side]));
  return { again, toChange, words: toChange ? words : [] };
}

/** @param left the record is left as it is: somebody has touched one of its fields, or a person decides */
function effectOf(
  record: SelectedRecord,
  lane: PlanLane,
  { again: { before, verdict }, toChange, words }: Looked,
  left: boolean,
): FieldEffect {
  const effect = (kind: FieldEffect['effect'], by: string | null = null): FieldEffect => ({
    ...{ field: before.was.left, was: before.was.winner, now: verdict.winner, effect: kind, by },
  });
  if (words.length > 0) return effect('touched', touchedBy(record.since, before.seq, fieldOf(lane, before)));
  if (!toChange) return effect('same');
  if (verdict.winner === 'held') return effect('held');
  return effect(left ? 'beside' : 'changes');
}

/** Does this verdict come to anything else than what was left, or what stands already? */
function isToChange(field: DecideField, left: Pair, standing: Pair | null, stands: Pair): boolean {
  const differs = (from: Pair) => sides.some((side) => !isSame(field, side, from, stands));
  return differs(left) && (!standing || differs(standing));
}

/** The account of a record that goes to a person, with what stands until then. */
function reopened(lane: PlanLane, again: readonly Again[]): ConflictAccount {
  const account = accountOf(lane, again);
  const meanwhile = again.map(({ before }) =>
    leftStanding(before.account, before.was, fieldOf(lane, before)),
  );
  return { ...account, fields: account.fields.map((field, n) => ({ ...field, meanwhile: meanwhile[n] })) };
}

function planFields({ now }: SelectedRecord, lane: PlanLane, again: readonly Again[]): RecordPlan {
  const set: Record<Side, Row> = { left: {}, right: {} };
  const told: string[] = [];
  for (const { before, verdict } of again) {
    const field = fieldOf(lane, before);
    const left = leftStanding(before.account, before.was, field);
    const standing = standingNow(field, now);
    const { stands } = verdict;
    if (!stands || !standing || !isToChange(field, left, standing, stands)) continue;
    for (const side of sides) {
      if (!isSame(field, side, standing, stands)) set[side][field[side]] = stands[side];
    }
    told.push(`${field.left}: ${verdict.why}`);
  }
  const writes = sides.filter((side) => Object.keys(set[side]).length > 0);
  if (writes.length === 0) return { kind: 'nothing', detail: 'These rules come to what stands already.' };
  return {
    kind: 'write',
    ...Object.fromEntries(writes.map((side) => [side, set[side]])),
    detail: told.join(' '),
    account: accountOf(lane, again),
  };
}

/** One side had deleted the record, the other had changed it. */
function planExistence(
  action: ReDecide,
  { now, since }: SelectedRecord,
  lane: PlanLane,
  before: DecidedField,
): RecordPlan {
  if (!action.deletes)
    return { kind: 'nothing', detail: 'No rule was given for records that one side deleted.' };
  const again = decideRecordAgain(lane, before.account, before.was, action.deletes);
  if (!again) return { kind: 'nothing', detail: 'The lane does not carry such a delete.' };
  const account = accountOf(lane, [{ before, verdict: again.verdict }]);
  const effects = (effect: FieldEffect['effect'], by: string | null = null): FieldEffect[] => [
    { field: '*', was: before.was.winner, now: again.verdict.winner, effect, by },
  ];
  if (!again.stands) return { kind: 'hold', account, detail: again.verdict.why, effects: effects('held') };
  const keeps = again.stands.left !== null;
  const kept = before.account[before.was.winner === 'left' ? 'left' : 'right'] !== null;
  if (keeps === kept || (!keeps && !now.left && !now.right)) {
    return { kind: 'nothing', detail: 'This rule comes to what stands already.', effects: effects('same') };
  }
  // What our decision left: both rows, or none.
  const left = kept ? decideRecordAgain(lane, before.account, before.was, 'update')?.stands : null;
  const touched = changedRows(lane, now, left ?? { left: null, right: null });
  if (touched.length > 0) {
    return { ...changedSince(touched), effects: effects('touched', touchedBy(since, before.seq, null)) };
  }
  return { kind: 'write', ...again.stands, detail: again.verdict.why, account, effects: effects('changes') };
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
  return sides.flatMap((side) => {
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
