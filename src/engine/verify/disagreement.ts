import type { Disagreement } from '#core/ledger/verify-report.ts';
import type { Row } from '#core/values/value.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/** What the two rows disagree about; null when they agree. */
export function disagreement(
  lane: CompiledLane,
  recordKey: string,
  { left, right }: { left: Row | null; right: Row | null },
): Disagreement | null {
  if (!left && !right) return null;
  if (!right) {
    // What the lane never creates is no disagreement.
    if (lane.plan.direction === 'backward' || lane.plan.first.onlyLeft === 'ignore') return null;
    return { recordKey, kind: 'only-left', fields: [], left, right };
  }
  if (!left) return { recordKey, kind: 'only-right', fields: [], left, right };
  const fields = lane.fields
    .filter((field) => !field.same(left[field.left] ?? null, right[field.right] ?? null))
    .map((field) => field.left);
  return fields.length > 0 ? { recordKey, kind: 'differ', fields, left, right } : null;
}
