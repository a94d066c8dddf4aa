import { otherSide, type Side } from '#core/change/change-event.ts';
import { isSameOn } from '#core/conflict/is-same-on.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { RecordPlan } from '#core/operations/record-plan.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';

/**
 * What is left to do of a record whose line was written before the runner died: `done` where both sides hold
 * what the line says; the write that the line tells of, where it did not become visible; null where
 * neither is so, and the record must be planned anew.
 */
export function resumePlan(
  lane: CompiledLane,
  line: LedgerRow,
  now: BothRows,
): 'done' | Extract<RecordPlan, { kind: 'write' }> | null {
  if (line.status !== 'applied' && line.status !== 'resolved') return null;
  const to = otherSide(line.side);
  const fromHolds = holds(lane, line.side, now[line.side], line.after);
  if (fromHolds && holds(lane, to, now[to], line.targetAfter)) return 'done';
  if (!fromHolds || !holds(lane, to, now[to], line.targetBefore)) return null;
  return { kind: 'write', [to]: line.targetAfter, detail: line.detail };
}

/** Does the side hold this row, as far as it is known? */
function holds(lane: CompiledLane, side: Side, held: Row | null, row: Row | null): boolean {
  if (!held || !row) return held === row;
  return lane.fields.every((field) => {
    const [value, stands] = [row[field[side]], held[field[side]]];
    return value === undefined || stands === undefined || isSameOn(field, side, value, stands);
  });
}
