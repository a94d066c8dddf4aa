import type { DecideField } from '../conflict/decision.ts';
import type { PlanLine } from './plan-line.ts';

/**
 * Who last changed a field, or (`*`) the record, after a line: a person, `operation <id>`, or the side where it
 * was changed; null where no line tells.
 *
 * @param rows all lines of the record, oldest first.
 * @param decision number of the line that told of the decision.
 */
export function touchedBy(
  rows: readonly PlanLine[],
  decision: string,
  field: DecideField | null,
): string | null {
  // All lines of one decision were applied at once.
  const decidedAt = rows.find(({ seq }) => seq === decision)?.appliedAt ?? 0;
  const last = rows.findLast((row) => row.appliedAt > decidedAt && isAbout(row, field));
  if (!last) return null;
  if (last.operationId) return `operation ${last.operationId}`;
  const verdict = last.conflict?.fields.find(({ left }) => left === (field?.left ?? '*'));
  return verdict?.by ?? last.side;
}

/** Does a line tell of a change that reached this field? */
function isAbout({ side, op, status, changed, conflict }: PlanLine, field: DecideField | null): boolean {
  if (status === 'failed' || status === 'parked' || status === 'held') return false;
  if (op !== 'update') return true;
  if (!field) return changed.length > 0;
  return changed.includes(field[side]) || Boolean(conflict?.fields.some(({ left }) => left === field.left));
}
