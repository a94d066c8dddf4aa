import type { BulkAction } from './bulk-action.ts';
import type { OutcomeCounts } from './record-outcome.ts';

/** How many records a person confirms: those that are written, and where it is the wish, those that are put on hold. */
export function recordsToConfirm(action: BulkAction, counts: OutcomeCounts): number {
  // The rules of a flow may leave to a person what differs: that is a repair too.
  if (action.kind === 'repair') return counts.done + counts.held;
  if (action.kind !== 're-decide') return counts.done;
  const rules = [action.rule, ...Object.values(action.fields ?? {})];
  const holds = action.deletes === 'hold' || rules.some((rule) => rule?.kind === 'hold');
  return counts.done + (holds ? counts.held : 0);
}
