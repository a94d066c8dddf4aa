import type { Side } from '../change/change-event.ts';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import type { HeldDecision } from '../ledger/pending-record.ts';
import type { Row } from '../values/value.ts';
import type { DecideField } from './decision.ts';

type Rows = Record<Side, Row | null>;

/** What both sides held of what a person decides, for `HeldDecision.over`; undefined where it is another question. */
export function decidedOver(
  {
    left,
    right,
    fields,
    replaces,
  }: Rows & Pick<ConflictAccount, 'replaces'> & { fields: readonly Pick<DecideField, 'left' | 'right'>[] },
  { fields: decided }: Pick<HeldDecision, 'fields'>,
): HeldDecision['over'] {
  // What was decided once before stands between two values of then.
  if (replaces) return undefined;
  const whole = !left || !right;
  const named = fields.filter((field) => field.left in decided);
  const part = (side: Side, row: Row | null) =>
    row && (whole ? row : Object.fromEntries(named.map((field) => [field[side], row[field[side]] ?? null])));
  return { left: part('left', left), right: part('right', right) };
}

/** Do both sides still hold what the decision was made over? */
export function isStillOver({ over }: HeldDecision, fields: readonly DecideField[], now: Rows): boolean {
  if (!over) return true;
  return (['left', 'right'] as const).every((side) => {
    const [was, is] = [over[side], now[side]];
    if (!was || !is) return was === is;
    return fields.every((field) => {
      const [before, held] = [was[field[side]], is[field[side]]];
      if (before === undefined || held === undefined) return true;
      return field.digest[side](before) === field.digest[side](held);
    });
  });
}
