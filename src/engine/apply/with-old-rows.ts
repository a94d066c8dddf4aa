import type { Change } from '#core/change/change-event.ts';
import type { Image } from '#core/values/value.ts';
import type { PlannedRecord } from './batch-plan.ts';
import { known } from './filter-change.ts';

/**
 * A record's changes as the ledger tells them: with the old rows that its log left out, where they were restored
 * from what both sides had agreed on (E5). Without them nobody could take the changes back (E23).
 */
export function withOldRows({ directed, folded }: PlannedRecord): Change[] {
  const { runtime, from } = directed;
  const { lane } = runtime;
  if (!lane.needsDigests || lane[from].fullBeforeImage) return folded.changes;
  let row = folded.before;
  if (!row || lane.fields.some((field) => row?.[field[from]] === undefined)) return folded.changes;
  return folded.changes.map((change) => {
    const before: Image | null = change.op === 'insert' ? null : { ...row, ...known(change.before ?? {}) };
    row = change.after && { ...before, ...known(change.after) };
    return { ...change, before };
  });
}
