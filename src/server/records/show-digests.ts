import { isDigestText } from '#core/ledger/digest-text.ts';
import type { ConflictAccount } from '#core/ledger/ledger-entry.ts';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { ShownConflict, ShownEntry } from '#core/masking/shown-entry.ts';
import { isMaskedValue, type ShownRow, type ShownValue } from '#core/masking/shown-value.ts';
import type { Row, Value } from '#core/values/value.ts';
import { ValueNumbers } from './value-numbers.ts';
import { withVerdictValues } from './verdict-values.ts';

/** The line with its digests told as such: what was kept in place of a value is never shown as one. */
export function showDigests(row: LedgerRow, numbers: ValueNumbers = new ValueNumbers()): ShownEntry {
  if (row.payload !== 'digests') return row;
  return {
    ...row,
    before: shownRow(row.before, numbers),
    after: shownRow(row.after, numbers),
    targetBefore: shownRow(row.targetBefore, numbers),
    targetAfter: shownRow(row.targetAfter, numbers),
    conflict: row.conflict && shownConflict(row.conflict, numbers),
  };
}

function shownConflict(conflict: ConflictAccount, numbers: ValueNumbers): ShownConflict {
  return {
    ...conflict,
    base: shownRow(conflict.base, numbers),
    left: shownRow(conflict.left, numbers),
    right: shownRow(conflict.right, numbers),
    fields: conflict.fields.map((field) =>
      withVerdictValues(field, (value) => (isMaskedValue(value) ? value : shownValue(value, numbers))),
    ),
  };
}

function shownRow(row: Row | null, numbers: ValueNumbers): ShownRow | null {
  if (!row) return null;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shownValue(value, numbers)]));
}

/** What is to be shown of a text that may stand in place of a value. */
export function shownValue(value: Value, numbers: ValueNumbers): ShownValue {
  if (value === null || !isDigestText(value)) return value;
  // The same digest is the same value, whatever its field.
  return { ...numbers.of('', value), digest: value.slice('hmac:'.length) };
}
