import { otherSide, type Side } from '../change/change-event.ts';
import { SyncError } from '../errors/sync-error.ts';
import { writesTo } from '../flow/direction.ts';
import type { Row, Value } from '../values/value.ts';
import { applyRule, type Ruling } from './apply-rule.ts';
import { baseValues, changedSince } from './changed-since.ts';
import { type CodeQuestion, Unanswered } from './code-answers.ts';
import { concede } from './concession.ts';
import { accountOf } from './conflict-account.ts';
import type { DecideField, DecideInput, Decision, Verdict } from './decision.ts';

/** Decides a record that both sides hold, field by field (E4). Throws Unanswered where code must be asked first. */
export function decideFields(input: DecideInput, left: Row, right: Row): Decision {
  const set: Record<Side, Row> = { left: {}, right: {} };
  const verdicts: Verdict[] = [];
  const questions: CodeQuestion[] = [];
  for (const field of input.lane.fields) {
    if (field.key) continue;
    const values = { left: left[field.left] ?? null, right: right[field.right] ?? null };
    if (field.same(values.left, values.right)) continue;
    const outcome = settleField(input, field, values);
    if (outcome.winner === 'asked') {
      questions.push(outcome.question);
      continue;
    }
    const stands = standing(field, values, outcome);
    if (outcome.verdict) verdicts.push(stands ? { ...outcome.verdict, stands } : outcome.verdict);
    for (const side of ['left', 'right'] as const) {
      if (!stands || outcome.winner === side) continue;
      const merged = outcome.winner === 'merged';
      if (merged && field.digest[side](stands[side]) === field.digest[side](values[side])) continue;
      set[side][field[side]] = stands[side];
    }
  }
  if (questions.length > 0) throw new Unanswered(questions);
  const account = verdicts.length === 0 ? null : accountOf(input, verdicts);
  if (account?.fields.some((field) => field.winner === 'held')) return { kind: 'hold', account };
  const update = (row: Row) => (Object.keys(row).length === 0 ? null : { op: 'update' as const, set: row });
  const writes = { left: update(set.left), right: update(set.right) };
  if (!writes.left && !writes.right) return { kind: 'agreed' };
  return { kind: 'write', ...writes, account };
}

/** What stands on both sides once it is written; null while it is held. */
function standing(
  field: DecideField,
  values: Record<Side, Value>,
  outcome: Exclude<Settled, { winner: 'asked' }>,
): Record<Side, Value> | null {
  switch (outcome.winner) {
    case 'held':
      return null;
    case 'merged':
      return outcome.values;
    case 'left':
      return { left: values.left, right: field.to.right(values.left) };
    case 'right':
      return { left: field.to.left(values.right), right: values.right };
  }
}

/** What stands of a field: a side's value, or a merged one; with a verdict where that was a conflict. */
type Settled =
  | { winner: Side | 'held'; verdict: Verdict | null }
  | { winner: 'merged'; values: Record<Side, Value>; verdict: Verdict }
  | { winner: 'asked'; question: CodeQuestion };

function settleField(input: DecideInput, field: DecideField, values: Record<Side, Value>): Settled {
  // What goes one way only is no conflict: the side that it comes from is right.
  if (!writesTo(field.direction, 'left')) return { winner: 'left', verdict: null };
  if (!writesTo(field.direction, 'right')) return { winner: 'right', verdict: null };
  const conceded = input.concessions?.[field.left];
  if (conceded) return { winner: otherSide(conceded.side), verdict: concede(field, conceded) };
  const decided = input.decision?.fields[field.left];
  if (input.decision && decided) {
    const { by } = input.decision;
    return judged(field, 'hold', { winner: decided, why: `Decided by ${by}.` }, { by });
  }
  const alone = isMet(input, field) ? touchedAlone(input, field) : changedAlone(input, field, values);
  if (alone) return { winner: alone, verdict: null };
  return settleByRule(input, field, values);
}

function settleByRule(input: DecideInput, field: DecideField, values: Record<Side, Value>): Settled {
  const { touched, clock, lane } = input;
  // A first meeting's rule is for values that were there before, not for what both sides changed since.
  const met = isMet(input, field) && !edited(input, 'left', field);
  const rule = met ? (lane.first.fields?.[field.left] ?? lane.first.differ) : field.rule;
  const name = met ? `first meeting, ${rule.kind}` : rule.kind;
  if (rule.kind === 'prefer' && rule.unlessEmpty && isEmpty(values[rule.side])) {
    const winner = otherSide(rule.side);
    return judged(field, name, {
      winner,
      why: `The ${rule.side} side is empty, so the other one's value stands.`,
    });
  }
  if (rule.kind === 'code') return settleByCode(input, field, values, { node: rule.node, name });
  const tie = 'tie' in rule ? { tie: rule.tie } : {};
  if (rule.kind !== 'merge') return judged(field, name, applyRule(rule, field.left, touched, clock), tie);
  const base = input.first ? null : baseValues(input.base, input.agreed ?? {}, field);
  const merged = field.merge?.(base, values) ?? { kind: 'none', why: 'These values cannot be merged.' };
  switch (merged.kind) {
    case 'side':
      return judged(field, name, merged, tie);
    case 'value': {
      const { left, right } = field;
      return {
        ...merged,
        winner: 'merged',
        verdict: { left, right, rule: name, winner: 'merged', why: merged.why, ...tie },
      };
    }
    case 'none': {
      const ruling = applyRule(rule, field.left, touched, clock);
      return judged(field, name, { ...ruling, why: `${merged.why} ${ruling.why}` }, tie);
    }
  }
}

/** The code of a merge decides, in the words of the left side. */
function settleByCode(
  input: DecideInput,
  field: DecideField,
  values: Record<Side, Value>,
  { node, name }: { node: string; name: string },
): Settled {
  const { answers } = input.lane;
  if (!answers)
    return judged(field, name, applyRule({ kind: 'code', node }, field.left, input.touched, input.clock));
  const base = input.first ? null : baseValues(input.base, input.agreed ?? {}, field);
  const conflict = {
    field: field.left,
    base: base?.left,
    left: values.left,
    right: field.to.left(values.right),
  };
  const answer = answers({ node, conflict });
  if (!answer) return { winner: 'asked', question: { node, conflict } };
  if (answer.kind === 'failed') {
    const { code, message, line } = answer.failure;
    const place = line === null ? '' : ` (line ${line} of ${node})`;
    throw new SyncError(code, `The merge of ${field.left} failed: ${message}${place}`);
  }
  if (answer.kind === 'hold') {
    return judged(field, name, { winner: 'held', why: `The code of ${node} leaves it to a person.` });
  }
  const { left, right } = field;
  const stands = { left: answer.value, right: field.to.right(answer.value) };
  const why = `The code of ${node} made one value of both.`;
  return { winner: 'merged', values: stands, verdict: { left, right, rule: name, winner: 'merged', why } };
}

/** Null, or a text of nothing but spaces. */
function isEmpty(value: Value): boolean {
  return value === null || value.trim() === '';
}

function judged(
  { left, right }: DecideField,
  rule: string,
  { winner, why }: Ruling,
  more: Pick<Verdict, 'tie' | 'by'> = {},
): Settled {
  return { winner, verdict: { left, right, rule, winner, why, ...more } };
}

/** Is the field met for the first time? Where nothing is known of the record, what was seen of it is all there is. */
function isMet({ first, only, base }: DecideInput, field: DecideField): boolean {
  return first && (!only || only.includes(field.left) || base.kind === 'unknown');
}

/** The one side that changed the field since the base. */
function changedAlone(input: DecideInput, field: DecideField, values: Record<Side, Value>): Side | null {
  const changed = changedSince(input.base, input.agreed ?? {}, field, values.left, values.right);
  if (changed === 'unknown' || changed.left === changed.right) return null;
  return changed.left ? 'left' : 'right';
}

/** At a first meeting there is no base, but an edit seen since the lane began is newer than what stood there. */
function touchedAlone(input: DecideInput, field: DecideField): Side | null {
  const left = edited(input, 'left', field);
  if (left === edited(input, 'right', field)) return null;
  return left ? 'left' : 'right';
}

/** Was a value of an existing record seen to change? (A record that came into being is met as it is.) */
function edited(input: DecideInput, side: Side, field: DecideField): boolean {
  const touched = input.touched[side];
  return touched[field.left] !== undefined && touched['*'] === undefined;
}
