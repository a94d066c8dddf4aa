import { type ErrorCode, errorMeanings } from '#core/errors/codes.ts';
import type { ConflictAccount, FieldVerdict, LedgerCause } from '#core/ledger/ledger-entry.ts';
import { seesFields, seesLane } from './mask-row.ts';
import type { Masker } from './masker.ts';

/** Codes whose details are sentences of ours that quote no value. */
const plain = new Set<ErrorCode>([
  'RECONCILING',
  'WAITS_BEHIND',
  'NOTHING_MAPPED',
  'DELETE_IGNORED',
  'TRUNCATE_IGNORED',
  'BREAKER_DISCARDED',
  'FLAPPING',
]);

/** Causes whose details without a code are such sentences, too. */
const plainCauses = new Set<LedgerCause>(['live', 'snapshot', 'repair']);

type Told = {
  laneId: string;
  code: ErrorCode | null;
  detail: string;
  conflict: ConflictAccount | null;
  cause?: LedgerCause;
};

/**
 * A line's detail as the caller may read it. What a system says when it refuses a record quotes values, so of a
 * lane with masked fields only the meaning of the code is told.
 */
export function maskDetail(masker: Masker, { laneId, code, detail, conflict, cause }: Told): string {
  if (seesLane(masker, laneId)) return detail;
  if (conflict) {
    const open = conflict.fields.every((field) => seesFields(masker, laneId, [field.left]));
    return open
      ? detail
      : maskWhys(masker, laneId, conflict.fields)
          .map((field) => field.why)
          .join(' ');
  }
  if (code === null) return cause === undefined || plainCauses.has(cause) ? detail : '';
  return plain.has(code) ? detail : errorMeanings[code];
}

/** The fields of a conflict, with sentences that quote nothing masked. */
export function maskWhys<Told extends Pick<FieldVerdict, 'left' | 'rule' | 'winner' | 'why'>>(
  masker: Masker,
  laneId: string,
  fields: readonly Told[],
): Told[] {
  return fields.map((field) =>
    seesFields(masker, laneId, [field.left]) ? field : { ...field, why: plainWhy(field) },
  );
}

function plainWhy({ left, rule, winner }: Pick<FieldVerdict, 'left' | 'rule' | 'winner'>): string {
  if (winner === 'held') return `${left} waits for a person.`;
  if (winner === 'merged') return `Both values of ${left} were merged.`;
  return `The ${winner} side’s ${left} stands, by the rule ${rule}.`;
}
