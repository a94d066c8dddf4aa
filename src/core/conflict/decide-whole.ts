import { otherSide, type Side } from '../change/change-event.ts';
import type { Row, Value } from '../values/value.ts';
import { applyRule, type Ruling } from './apply-rule.ts';
import { accountOf } from './conflict-account.ts';
import type { DecideField, DecideInput, Decision, Verdict } from './decision.ts';

/** Both rows as they were read, and why their fields cannot stand side by side in one row. */
export type WholeRows = { left: Row; right: Row; why: string };

/**
 * Decides between two whole rows, after a constraint refused a row that takes fields from both (E10):
 * the record's rule says which of them stands. What was written of the mixture is undone, also where a person is asked.
 */
export function decideWhole(input: DecideInput, whole: WholeRows, left: Row, right: Row): Decision {
  const now = { left, right };
  const fields = input.lane.fields.filter((field) => !field.key && field.direction === 'both');
  const apart = fields.filter(
    (field) => !field.same(whole.left[field.left] ?? null, whole.right[field.right] ?? null),
  );
  const touched = lastTouches(input);
  const ruling = applyRule(input.lane.rule, '*', touched, input.clock);
  const set: Record<Side, Row> = { left: {}, right: {} };
  const verdicts: Verdict[] = [];
  for (const field of apart) {
    const stands = standing(field, ruling.winner, whole);
    const { rule } = input.lane;
    verdicts.push({
      left: field.left,
      right: field.right,
      rule: `whole row, ${rule.kind}`,
      winner: ruling.winner,
      why: `${whole.why} ${ruling.why}`,
      scope: 'row',
      ...('tie' in rule ? { tie: rule.tie } : {}),
      ...(stands ? { stands } : {}),
    });
    for (const side of ['left', 'right'] as const) {
      const wanted = (stands ? stands[side] : whole[side][field[side]]) ?? null;
      if (field.digest[side](now[side][field[side]] ?? null) === field.digest[side](wanted)) continue;
      set[side][field[side]] = wanted;
    }
  }
  const update = (row: Row) => (Object.keys(row).length === 0 ? null : { op: 'update' as const, set: row });
  // Decided was between the rows as they were read, whatever was written of the mixture since.
  const account = accountOf({ ...input, left: whole.left, right: whole.right, touched }, verdicts);
  if (ruling.winner === 'held') {
    const back = { left: update(set.left), right: update(set.right) };
    return { kind: 'hold', account, ...((back.left || back.right) && { back }) };
  }
  // What goes one way was no part of the mixture: it follows its side, whichever row stands.
  for (const field of input.lane.fields) {
    if (field.key || field.direction === 'both') continue;
    if (field.same(left[field.left] ?? null, right[field.right] ?? null)) continue;
    const from: Side = field.direction === 'forward' ? 'left' : 'right';
    const to = otherSide(from);
    set[to][field[to]] = field.to[to](now[from][field[from]] ?? null);
  }
  return { kind: 'write', left: update(set.left), right: update(set.right), account };
}

/** What stands of a field on both sides when that row does; null while it is held. */
function standing(
  field: DecideField,
  winner: Ruling['winner'],
  { left, right }: WholeRows,
): Record<Side, Value> | null {
  if (winner === 'held') return null;
  const value = (winner === 'left' ? left[field.left] : right[field.right]) ?? null;
  return winner === 'left'
    ? { left: value, right: field.to.right(value) }
    : { left: field.to.left(value), right: value };
}

/** When each side last changed anything of the record. */
function lastTouches({ touched }: DecideInput): DecideInput['touched'] {
  const last = (side: Side): Record<string, number> => {
    const times = Object.values(touched[side]);
    return times.length === 0 ? {} : { '*': Math.max(...times) };
  };
  return { left: last('left'), right: last('right') };
}
