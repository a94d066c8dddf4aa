import { writesTo } from '#core/flow/direction.ts';
import type { PlanLine } from '#core/operations/plan-line.ts';
import type { Row } from '#core/values/value.ts';
import { usesLinks } from '../links/record-links.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { BulkJob, RecordLines } from './bulk-job.ts';
import type { NamedRecord, PlanOutcome } from './plan-chunk.ts';

/**
 * What the left side holds of these records by the newest line of each. Nobody has read it: a plan that rests on it counts
 * only where it `isProvenByGuard`.
 *
 * @returns rows by the names that the records have in the selection; those of which the ledger does not tell all are left out
 */
export function leftByLines(
  lane: CompiledLane,
  { planner, interrupted }: BulkJob,
  named: readonly NamedRecord[],
  lines: ReadonlyMap<string, RecordLines>,
): Map<string, Row> {
  const told = new Map<string, Row>();
  if (planner.reads !== 'since' || !isPlain(lane)) return told;
  for (const { recordKey, identity, open } of named) {
    // What is open, and what a runner was about to write when it died, is not as its lines tell.
    if (open || interrupted(lane.id, identity.recordKey)) continue;
    const row = leftOf(lines.get(recordKey)?.since.at(-1));
    if (row && lane.left.fields.every((name) => row[name] !== undefined)) told.set(recordKey, row);
  }
  return told;
}

/** The left side is written first, and only where it holds every value that the plan was made from. */
export function isProvenByGuard(outcome: PlanOutcome): boolean {
  if (outcome === 'again') return true;
  const decision = 'decision' in outcome ? outcome.decision : null;
  return (
    decision !== null && 'kind' in decision && decision.kind === 'write' && decision.left?.op === 'update'
  );
}

/** Are the rows that the ledger tells those that are read: of one table, not made by code, and under their own keys? */
function isPlain(lane: CompiledLane): boolean {
  const { left, right } = lane;
  const isSeen = left.view !== null || right.view !== null || left.joined.length > 0;
  return writesTo(lane.plan.direction, 'left') && !usesLinks(lane) && !isSeen;
}

function leftOf(newest: PlanLine | undefined): Row | null {
  if (!newest) return null;
  return newest.side === 'left' ? newest.after : newest.targetAfter;
}
