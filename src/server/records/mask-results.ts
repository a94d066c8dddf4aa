import { errorMeanings } from '#core/errors/codes.ts';
import type { ShownResult } from '#core/masking/shown-result.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import { maskRow, seesLane } from './mask-row.ts';
import type { Masker } from './masker.ts';
import { ValueNumbers } from './value-numbers.ts';

/** Results of a bulk action as the caller may see them. Sentences may quote values: of a lane with masked fields only the code's meaning is told. */
export function maskResults(masker: Masker, records: readonly OperationRecord[]): ShownResult[] {
  if (!masker.visible) return [...records];
  return records.map((record) => {
    const { laneId, recordKey, code, detail } = record;
    const numbers = new ValueNumbers();
    const rows = (both: OperationRecord['before']) =>
      both && {
        left: maskRow(masker, { laneId, side: 'left' }, both.left, numbers),
        right: maskRow(masker, { laneId, side: 'right' }, both.right, numbers),
      };
    return {
      ...record,
      recordKey: masker.shownKey(laneId, recordKey),
      detail: seesLane(masker, laneId) ? detail : code ? errorMeanings[code] : '',
      before: rows(record.before),
      after: rows(record.after),
    };
  });
}
