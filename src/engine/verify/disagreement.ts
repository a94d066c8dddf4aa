import type { Disagreement } from '#core/ledger/verify-report.ts';
import type { Row } from '#core/values/value.ts';
import { isHidden } from '../plan/compile-filter.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';

/** What the two rows disagree about; null when they agree. */
export function disagreement(
  lane: CompiledLane,
  recordKey: string,
  { left, right }: { left: Row | null; right: Row | null },
): Disagreement | null {
  if (!left && !right) return null;
  // What a filter leaves out is no business of the lane.
  if (isHidden(lane.left, left) || isHidden(lane.right, right)) return null;
  const none = { fields: [], rightFields: [] };
  if (!right) {
    // What the lane never creates is no disagreement.
    if (lane.plan.direction === 'backward' || lane.plan.first.onlyLeft === 'ignore') return null;
    return { recordKey, kind: 'only-left', ...none, left, right };
  }
  if (!left) return { recordKey, kind: 'only-right', ...none, left, right };
  const differing = lane.fields.filter(
    (field) => !field.same(left[field.left] ?? null, right[field.right] ?? null),
  );
  if (differing.length === 0) return null;
  return {
    recordKey,
    kind: 'differ',
    fields: differing.map((field) => field.left),
    rightFields: differing.map((field) => field.right),
    left,
    right,
  };
}
