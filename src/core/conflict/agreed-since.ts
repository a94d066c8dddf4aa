import { put } from '#lib/put.ts';
import { otherSide, type Side } from '../change/change-event.ts';
import { writesTo } from '../flow/direction.ts';
import type { PendingRecord } from '../ledger/pending-record.ts';
import type { Row } from '../values/value.ts';
import type { DecideField } from './decision.ts';

/** Values on which both sides agreed after the base, by left field name. */
export type AgreedPairs = PendingRecord['written']['left'];

/**
 * The fields on which both sides have agreed since the base: those where a side still holds what an
 * earlier round wrote to it. The round may have been interrupted between the two sides, or have missed
 * the other one: either way what it wrote is no change of that side's own.
 */
export function agreedSince(
  written: PendingRecord['written'],
  fields: readonly DecideField[],
  rows: { left: Row | null; right: Row | null },
): AgreedPairs {
  const agreed: AgreedPairs = {};
  for (const side of ['left', 'right'] as const) {
    const row = rows[side];
    if (!row) continue;
    for (const field of fields) {
      const pair = writtenPair(written, field, side);
      const held = row[field[side]];
      if (!pair || held === undefined) continue;
      if (field.digest[side](held) === field.digest[side](pair[side])) {
        put(agreed, field.left, agreedPair(field, side, pair));
      }
    }
  }
  return agreed;
}

/**
 * What was written of a pair to a side. A field may be in several pairs: one that carries nothing to the side has no part
 * in what the others wrote there.
 */
export function writtenPair(
  written: PendingRecord['written'],
  field: Pick<DecideField, 'left' | 'key' | 'direction'>,
  side: Side,
): AgreedPairs[string] | undefined {
  return field.key || writesTo(field.direction, side) ? written[side][field.left] : undefined;
}

/**
 * What both sides agreed on by a write to `side`: what the other side held then. Where both values were
 * merged, the written one holds that and more, which the other side has yet to be given.
 */
export function agreedPair(
  field: DecideField,
  side: Side,
  written: AgreedPairs[string],
): AgreedPairs[string] {
  const other = otherSide(side);
  const held = written[other];
  const cast = field.to[side](held);
  return side === 'left' ? { left: cast, right: held } : { left: held, right: cast };
}
