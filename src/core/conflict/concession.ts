import { otherSide, type Side } from '../change/change-event.ts';
import type { Row, Value } from '../values/value.ts';
import { accountOf } from './conflict-account.ts';
import { decideExistence } from './decide-existence.ts';
import type { DecideField, DecideInput, Decision, Verdict } from './decision.ts';

/**
 * A unique value that a record gives up to another record (E10): what it holds on `side` goes back to
 * what it holds on the other side, or is emptied where it is not there.
 */
export type Concession = { side: Side; rule: string; why: string };

/** Concessions by left field name. */
export type Concessions = Record<string, Concession>;

/** The verdict over a field that is given up. */
export function concede(field: DecideField, { side, rule, why }: Concession): Verdict {
  return { left: field.left, right: field.right, rule, winner: otherSide(side), why, scope: 'unique' };
}

/** Decides a record that only `alive` holds and that gives up some of its values on the way. */
export function decideConceding(input: DecideInput, alive: Side, row: Row): Decision {
  const given = input.lane.fields.filter((field) => input.concessions?.[field.left]?.side === alive);
  const emptied: Row = Object.fromEntries(given.map((field): [string, Value] => [field[alive], null]));
  const decision = decideExistence(input, alive, { ...row, ...emptied });
  // Only a record that is made on the other side gets in the way of the one that keeps the value.
  if (given.length === 0 || decision.kind !== 'write' || decision[otherSide(alive)]?.op !== 'insert') {
    return decision;
  }
  const verdicts = given.map((field) => concede(field, input.concessions?.[field.left] as Concession));
  const account = accountOf(input, [...(decision.account?.fields ?? []), ...verdicts]);
  return { ...decision, [alive]: { op: 'update', set: emptied }, account };
}
