import type { PlanLine } from '#core/operations/plan-line.ts';
import type { Row } from '#core/values/value.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import type { BulkJob, RecordLines } from './bulk-job.ts';
import { canWriteTogether } from './can-write-together.ts';
import type { NamedRecord, PlanOutcome } from './plan-chunk.ts';

/** The rows of a record, which both sides have. */
export type ToldRows = { left: Row; right: Row };

/**
 * What both sides hold of these records by the newest line of each. Nobody has read it: a plan that rests on it counts only
 * where it `isProvenByGuards`.
 *
 * @returns rows by the records' own names; those of which the ledger does not tell all are left out
 */
export function rowsByLines(
  runtime: Pick<LaneRuntime, 'lane' | 'sessions'>,
  { planner, interrupted }: BulkJob,
  named: readonly NamedRecord[],
  lines: ReadonlyMap<string, RecordLines>,
): Map<string, ToldRows> {
  const told = new Map<string, ToldRows>();
  const { lane } = runtime;
  if (planner.reads !== 'since' || !canWriteTogether(runtime)) return told;
  for (const { recordKey, identity, open } of named) {
    // What is open, and what a runner was about to write when it died, is not as its lines tell.
    if (open || interrupted(lane.id, identity.recordKey)) continue;
    const rows = rowsOf(lines.get(recordKey)?.since.at(-1));
    if (rows && holdsAll(lane.left.fields, rows.left) && holdsAll(lane.right.fields, rows.right)) {
      told.set(identity.recordKey, rows);
    }
  }
  return told;
}

/** Both sides are written, if only where they hold every value that the plan was made from. */
export function isProvenByGuards(outcome: PlanOutcome): boolean {
  if (outcome === 'again') return true;
  const decision = 'decision' in outcome ? outcome.decision : null;
  if (!decision || !('kind' in decision) || decision.kind !== 'write') return false;
  return decision.left?.op === 'update' && decision.right?.op === 'update';
}

function rowsOf(newest: PlanLine | undefined): ToldRows | null {
  const { side, after, targetAfter } = newest ?? {};
  if (!after || !targetAfter) return null;
  return side === 'left' ? { left: after, right: targetAfter } : { left: targetAfter, right: after };
}

function holdsAll(names: readonly string[], row: Row): boolean {
  return names.every((name) => row[name] !== undefined);
}
