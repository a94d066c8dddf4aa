import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { PlanLine } from './plan-line.ts';
import type { SelectedRecord } from './record-plan.ts';

/** How a field (or `*`, the record) was decided last, by the line that tells it. */
export type DecidedField = { seq: string; account: ConflictAccount; was: FieldVerdict };

/**
 * What the selected lines of a record decided, field by field, the latest for each; where it was decided
 * again since, that. A decision over the whole record (`*`) makes those over its fields before it void.
 */
export function decidedFields({ selected, since }: SelectedRecord): DecidedField[] {
  const fields = new Map<string, DecidedField>();
  for (const row of selected) {
    for (const decided of verdictsOf(row)) {
      // A decision over fields means that the record stayed.
      if (decided.was.left === '*') fields.clear();
      else fields.delete('*');
      fields.set(decided.was.left, decided);
    }
  }
  return [...fields.values()].map((decided) => replacedBy(decided, selected, since));
}

function verdictsOf({ seq, status, conflict }: PlanLine): DecidedField[] {
  if (status !== 'resolved' || !conflict) return [];
  return conflict.fields
    .filter(({ winner }) => winner !== 'held')
    .map((was) => ({ seq, account: conflict, was }));
}

/** What stands in a decision's place after all that was decided again since. */
function replacedBy(
  decided: DecidedField,
  selected: readonly PlanLine[],
  since: readonly PlanLine[],
): DecidedField {
  let last = decided;
  const replaced = linesOf(decided.seq, [...selected, ...since]);
  for (const row of since) {
    if (!row.conflict?.replaces?.some((seq) => replaced.has(seq))) continue;
    for (const seq of linesOf(row.seq, since)) replaced.add(seq);
    const again = verdictsOf(row).find(({ was }) => was.left === decided.was.left);
    if (again) last = again;
  }
  return last;
}

/** Every line that tells of the same decision: a conflict has one for each change that was in it. */
function linesOf(seq: string, rows: readonly PlanLine[]): Set<string> {
  const line = rows.find((row) => row.seq === seq);
  const same = rows.filter((row) => line && row.conflict && row.appliedAt === line.appliedAt);
  return new Set([seq, ...same.map((row) => row.seq)]);
}
