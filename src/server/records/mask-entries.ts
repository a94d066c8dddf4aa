import { otherSide } from '#core/change/change-event.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { ShownConflict, ShownEntry, ShownVerdict } from '#core/masking/shown-entry.ts';
import type { Value } from '#core/values/value.ts';
import { maskRow, seesFields } from './mask-row.ts';
import { maskDetail, maskWhys } from './mask-texts.ts';
import type { Masker } from './masker.ts';
import { ValueNumbers } from './value-numbers.ts';

/** Lines of the ledger as the caller may see them; each line's masked values are numbered by themselves. */
export function maskEntries(masker: Masker, rows: readonly LedgerRow[]): ShownEntry[] {
  return rows.map((row) => maskEntry(masker, row));
}

/** @param numbers those of the record, where several lines of it are shown together */
export function maskEntry(
  masker: Masker,
  row: LedgerRow,
  numbers: ValueNumbers = new ValueNumbers(),
): ShownEntry {
  if (!masker.visible) return row;
  const { laneId } = row;
  const own = { laneId, side: row.side };
  const other = { laneId, side: otherSide(row.side) };
  return {
    ...row,
    recordKey: masker.shownKey(laneId, row.recordKey),
    detail: maskDetail(masker, row),
    before: maskRow(masker, own, row.before, numbers),
    after: maskRow(masker, own, row.after, numbers),
    targetBefore: maskRow(masker, other, row.targetBefore, numbers),
    targetAfter: maskRow(masker, other, row.targetAfter, numbers),
    conflict: maskConflict(masker, laneId, row.conflict, numbers),
  };
}

/** What stands on both sides of a conflict, as the caller may see it. */
export function maskConflict(
  masker: Masker,
  laneId: string,
  conflict: ConflictAccount | null,
  numbers: ValueNumbers = new ValueNumbers(),
): ShownConflict | null {
  if (!masker.visible || !conflict) return conflict;
  return {
    ...conflict,
    base: maskRow(masker, { laneId, side: 'left' }, conflict.base, numbers),
    left: maskRow(masker, { laneId, side: 'left' }, conflict.left, numbers),
    right: maskRow(masker, { laneId, side: 'right' }, conflict.right, numbers),
    fields: maskVerdicts(masker, laneId, conflict.fields, numbers),
  };
}

function maskVerdicts(
  masker: Masker,
  laneId: string,
  fields: ConflictAccount['fields'],
  numbers: ValueNumbers,
): ShownVerdict[] {
  return maskWhys(masker, laneId, fields).map((field): ShownVerdict => {
    if (seesFields(masker, laneId, [field.left])) return field;
    const { base, stands } = field;
    const both = (values: { left: Value; right: Value }) => ({
      left: numbers.of(field.left, values.left),
      right: numbers.of(field.left, values.right),
    });
    return { ...field, ...(base ? { base: both(base) } : {}), ...(stands ? { stands: both(stands) } : {}) };
  });
}
