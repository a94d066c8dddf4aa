import type { Decision } from '#core/conflict/decision.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { FieldEffect } from '#core/operations/field-effect.ts';
import type { OperationRecord, RecordOutcome } from '#core/operations/record-outcome.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { shownRow } from '../plan/record-identity.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';

type Why = { code?: ErrorCode | null; message?: string; detail?: string; effects?: FieldEffect[] };

/**
 * The result of one record. An error's own sentence comes before what it adds.
 *
 * @param after what stands there now; null where nothing was written
 */
export function resultOf(
  lane: CompiledLane,
  recordKey: string,
  before: BothRows,
  outcome: RecordOutcome,
  { code = null, message, detail, effects }: Why,
  after: BothRows | null = null,
): OperationRecord {
  // What a view alone knows of a row, and why code could not make it, is nobody's value.
  const shown = (rows: BothRows): BothRows => ({
    left: rows.left && shownRow(lane, 'left', rows.left),
    right: rows.right && shownRow(lane, 'right', rows.right),
  });
  return {
    laneId: lane.id,
    recordKey,
    outcome,
    code,
    detail: [message, detail].filter(Boolean).join(' '),
    before: shown(before),
    after: after && shown(after),
    ...(effects && { effects }),
  };
}

/** What a decision writes, for people. */
export function describeWrite(lane: CompiledLane, decision: Decision): string {
  if (decision.kind !== 'write') return '';
  const parts = (['left', 'right'] as const).flatMap((side) => {
    const write = decision[side];
    if (!write) return [];
    const names = Object.keys(write.set).filter((name) => !lane[side].key.includes(name));
    const what = {
      insert: 'Makes the record',
      delete: 'Deletes the record',
      update: `Sets ${names.join(', ')}`,
    };
    return [`${what[write.op]} on the ${side} side.`];
  });
  return parts.join(' ');
}
