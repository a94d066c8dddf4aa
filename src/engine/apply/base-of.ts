import { type ChangeOp, otherSide } from '#core/change/change-event.ts';
import type { Base } from '#core/conflict/base.ts';
import type { Image } from '#core/values/value.ts';
import { carriesFrom, type FieldDigests } from '../plan/compiled-lane.ts';
import { mappedRow } from '../plan/record-identity.ts';
import type { DirectedLane } from './batch-plan.ts';

/**
 * The last agreed state, as far as the first unsettled change itself tells (E5).
 *
 * @param op of that change.
 * @param before its old row.
 * @param digests of the values last agreed, where the log holds no complete old row.
 */
export function baseOf(
  { runtime: { lane }, from }: DirectedLane,
  op: ChangeOp,
  before: Image | null,
  digests: FieldDigests | null,
): Base {
  if (op === 'insert') return { kind: 'absent' };
  if (before && lane[from].fullBeforeImage) {
    return { kind: 'values', side: from, row: mappedRow(lane, from, before) };
  }
  // On a one-way lane the source decides alone, whatever was agreed before.
  if (!carriesFrom(lane, otherSide(from))) return { kind: 'unknown' };
  return digests ? { kind: 'digests', fields: digests } : { kind: 'unknown' };
}
