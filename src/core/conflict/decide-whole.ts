import { otherSide, type Side } from '../change/change-event.ts';
import type { Row } from '../values/value.ts';
import { applyRule } from './apply-rule.ts';
import { accountOf } from './conflict-account.ts';
import type { DecideInput, Decision, Verdict } from './decision.ts';

/** Both rows as they were read, and why their fields cannot stand side by side in one row. */
export type WholeRows = { left: Row; right: Row; why: string };

/**
 * Decides between two whole rows, after a constraint refused a row that takes fields from both (E10):
 * the record's rule says which of them stands. What was written of the mixture is undone.
 */
export function decideWhole(input: DecideInput, whole: WholeRows, left: Row, right: Row): Decision {
  const now = { left, right };
  const fields = input.lane.fields.filter((field) => !field.key && field.direction === 'both');
  const apart = fields.filter(
    (field) => !field.same(whole.left[field.left] ?? null, whole.right[field.right] ?? null),
  );
  const ruling = applyRule(input.lane.rule, '*', lastTouches(input), input.clock);
  const account = accountOf(
    input,
    apart.map(
      (field): Verdict => ({
        left: field.left,
        right: field.right,
        rule: `whole row, ${input.lane.rule.kind}`,
        winner: ruling.winner,
        why: `${whole.why} ${ruling.why}`,
      }),
    ),
  );
  if (ruling.winner === 'held') return { kind: 'hold', account };
  const { winner } = ruling;
  const set: Record<Side, Row> = { left: {}, right: {} };
  for (const field of apart) {
    const value = whole[winner][field[winner]] ?? null;
    const stands = { [winner]: value, [otherSide(winner)]: field.to[otherSide(winner)](value) };
    for (const side of ['left', 'right'] as const) {
      const wanted = stands[side] ?? null;
      if (field.digest[side](now[side][field[side]] ?? null) !== field.digest[side](wanted)) {
        set[side][field[side]] = wanted;
      }
    }
  }
  // What goes one way was no part of the mixture: it follows its side, whichever row stands.
  for (const field of input.lane.fields) {
    if (field.key || field.direction === 'both') continue;
    if (field.same(left[field.left] ?? null, right[field.right] ?? null)) continue;
    const from: Side = field.direction === 'forward' ? 'left' : 'right';
    const to = otherSide(from);
    set[to][field[to]] = field.to[to](now[from][field[from]] ?? null);
  }
  const update = (row: Row) => (Object.keys(row).length === 0 ? null : { op: 'update' as const, set: row });
  return { kind: 'write', left: update(set.left), right: update(set.right), account };
}

/** When each side last changed anything of the record. */
function lastTouches({ touched }: DecideInput): DecideInput['touched'] {
  const last = (side: Side): Record<string, number> => {
    const times = Object.values(touched[side]);
    return times.length === 0 ? {} : { '*': Math.max(...times) };
  };
  return { left: last('left'), right: last('right') };
}
