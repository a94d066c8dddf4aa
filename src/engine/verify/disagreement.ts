import type { Disagreement } from '#core/ledger/verify-report.ts';
import type { Row } from '#core/values/value.ts';
import { isHidden } from '../plan/compile-filter.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { shownRow } from '../plan/record-identity.ts';

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
  const shown = () => ({
    left: left && shownRow(lane, 'left', left),
    right: right && shownRow(lane, 'right', right),
  });
  if (!right) {
    // What the lane never creates is no disagreement.
    if (lane.plan.direction === 'backward' || lane.plan.first.onlyLeft === 'ignore') return null;
    return { recordKey, kind: 'only-left', ...none, ...shown() };
  }
  if (!left) return { recordKey, kind: 'only-right', ...none, ...shown() };
  const differing = lane.fields.filter(
    (field) => !field.same(left[field.left] ?? null, right[field.right] ?? null),
  );
  if (differing.length === 0) return null;
  return {
    recordKey,
    kind: 'differ',
    fields: differing.map((field) => field.left),
    rightFields: differing.map((field) => field.right),
    ...shown(),
  };
}
