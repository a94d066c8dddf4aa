import { otherSide } from '#core/change/change-event.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { ShownConflict, ShownEntry, ShownVerdict } from '#core/masking/shown-entry.ts';
import { isMaskedValue, type ShownValue } from '#core/masking/shown-value.ts';
import type { Value } from '#core/values/value.ts';
import { maskRow, seesFields } from './mask-row.ts';
import { maskDetail, maskWhys } from './mask-texts.ts';
import type { Masker } from './masker.ts';
import { showDigests } from './show-digests.ts';
import { ValueNumbers } from './value-numbers.ts';
import { withVerdictValues } from './verdict-values.ts';

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
  const shown = showDigests(row, numbers);
  if (!masker.visible) return shown;
  const { laneId } = row;
  const own = { laneId, side: row.side };
  const other = { laneId, side: otherSide(row.side) };
  return {
    ...shown,
    recordKey: masker.shownKey(laneId, row.recordKey),
    detail: maskDetail(masker, row),
    before: maskRow(masker, own, shown.before, numbers),
    after: maskRow(masker, own, shown.after, numbers),
    targetBefore: maskRow(masker, other, shown.targetBefore, numbers),
    targetAfter: maskRow(masker, other, shown.targetAfter, numbers),
    conflict: maskConflict(masker, laneId, shown.conflict, numbers),
  };
}

/** What stands on both sides of a conflict, as the caller may see it. */
export function maskConflict(
  masker: Masker,
  laneId: string,
  conflict: ShownConflict | null,
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
  fields: ShownVerdict[],
  numbers: ValueNumbers,
): ShownVerdict[] {
  return maskWhys(masker, laneId, fields).map((field) =>
    seesFields(masker, laneId, [field.left])
      ? field
      : withVerdictValues(field, (value) => numbers.of(field.left, unshown(value))),
  );
}

/** What tells a value from others where it is shown as a digest. */
function unshown(value: ShownValue): Value {
  return isMaskedValue(value) ? (value.digest ?? null) : value;
}
