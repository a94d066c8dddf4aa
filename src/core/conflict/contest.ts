import { otherSide, type Side } from '../change/change-event.ts';
import type { Row } from '../values/value.ts';
import { applyRule } from './apply-rule.ts';
import type { Concessions } from './concession.ts';
import type { ClockReading, DecideField } from './decision.ts';
import type { Touches } from './touch.ts';

/** One of two records that hold the same unique value, each on another side. */
export type Contender = {
  recordKey: string;
  rows: Record<Side, Row | null>;
  touched: Touches;
};

/** A field of the unique set, and whether both sides let it be empty. */
export type ContestedField = DecideField & { mayBeEmpty: boolean };

export type ContestOutcome =
  /** `loser`: the side whose record gives the value up. */
  | { kind: 'decided'; loser: Side; concessions: Concessions }
  /** Both records wait as they are. */
  | { kind: 'undecided'; why: string };

/**
 * Which of two records keeps a unique value that one holds on the left and the other on the right
 * (E10). The field's rule decides, by when each side gave the value to its record. The other record
 * goes back to what it holds on the other side; where it is not there yet, the field is left empty.
 *
 * @param set the unique set's fields that the lane carries both ways and that do not find the record.
 */
export function decideContest(
  set: readonly ContestedField[],
  contenders: Record<Side, Contender>,
  clock: Record<Side, ClockReading>,
): ContestOutcome {
  const [field] = set;
  if (!field) return { kind: 'undecided', why: 'The value is not carried both ways.' };
  for (const side of ['left', 'right'] as const) {
    if (isApart(set, contenders[side].rows)) continue;
    return { kind: 'undecided', why: `Both sides agree about record ${contenders[side].recordKey}.` };
  }
  const touched = { left: contenders.left.touched.left, right: contenders.right.touched.right };
  const { winner, why } = applyRule(field.rule, field.left, touched, clock);
  if (winner === 'held') return { kind: 'undecided', why };
  const loser = otherSide(winner);
  const given = givenUp(set, contenders[loser].rows);
  if (given.length === 0) {
    const { recordKey } = contenders[loser];
    return { kind: 'undecided', why: `${why} But record ${recordKey} may not be without the value.` };
  }
  const keeper = contenders[winner].recordKey;
  const story = `The value is unique, and record ${keeper} keeps it. ${why}`;
  const concession = { side: loser, rule: field.rule.kind, why: story };
  return {
    kind: 'decided',
    loser,
    concessions: Object.fromEntries(given.map((each) => [each.left, concession])),
  };
}

/** A record that stands alike on both sides takes part in no contest: it is in line. */
function isApart(set: readonly ContestedField[], { left, right }: Contender['rows']): boolean {
  if (!left || !right) return true;
  return set.some((field) => !field.same(left[field.left] ?? null, right[field.right] ?? null));
}

/** The fields that a record gives up: those that it holds otherwise on the other side, or one that may be empty. */
function givenUp(
  set: readonly ContestedField[],
  { left, right }: Contender['rows'],
): readonly ContestedField[] {
  if (!left || !right) return set.filter((field) => field.mayBeEmpty).slice(0, 1);
  return set.filter((field) => !field.same(left[field.left] ?? null, right[field.right] ?? null));
}
