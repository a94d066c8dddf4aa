import type { OperationRecord } from '../operations/record-outcome.ts';
import type { Settlement } from '../ports/lane-store.ts';
import type { Row, Value } from '../values/value.ts';
import type { BreakerTrip } from './breaker-trip.ts';
import type { ConflictAccount, FieldVerdict } from './ledger-entry.ts';
import { isSameValues, type LedgerLine } from './ledger-line.ts';
import type { PayloadPolicy } from './ledger-policy.ts';

/** A policy that leaves something out, and how values are digested under it. */
export type PayloadRule = {
  policy: Exclude<PayloadPolicy, 'full'>;
  /** The same text for the same value, under a key that the store does not hold; see `digestText`. */
  digest: (value: string) => string;
};

/** A line as it is kept under a policy. Record keys stay as they are: everything is found by them. */
export function keptLine(line: LedgerLine, rule: PayloadRule): LedgerLine {
  const { before, after, targetBefore, targetAfter, changed, conflict } = line;
  if (rule.policy === 'digests') {
    const target = (row: LedgerLine['targetAfter']) => (isSameValues(row) ? row : digested(row, rule));
    return {
      ...line,
      payload: 'digests',
      // What a system says when it refuses a record quotes its values.
      detail: '',
      before: digested(before, rule),
      after: digested(after, rule),
      targetBefore: target(targetBefore),
      targetAfter: target(targetAfter),
      conflict: keptAccount(conflict, rule),
    };
  }
  const written = narrowed(plainRow(targetBefore), plainRow(targetAfter), null);
  return {
    ...line,
    payload: 'changed',
    ...narrowed(before, after, changed),
    targetBefore: isSameValues(targetBefore) ? targetBefore : written.before,
    targetAfter: isSameValues(targetAfter) ? targetAfter : written.after,
    conflict: keptAccount(conflict, rule),
  };
}

/** A settlement as it is kept under a policy. */
export function keptSettlement(settlement: Settlement, rule: PayloadRule): Settlement {
  const { before, after, conflict } = settlement;
  if (rule.policy === 'digests') {
    const both = (rows: Settlement['before']) => ({
      left: digested(rows.left, rule),
      right: digested(rows.right, rule),
    });
    return {
      ...settlement,
      payload: 'digests',
      detail: '',
      before: both(before),
      after: both(after),
      conflict: keptAccount(conflict, rule),
    };
  }
  const left = narrowed(before.left, after.left, null);
  const right = narrowed(before.right, after.right, null);
  return {
    ...settlement,
    payload: 'changed',
    before: { left: left.before, right: right.before },
    after: { left: left.after, right: right.after },
    conflict: keptAccount(conflict, rule),
  };
}

/** What a bulk action came to for a record, as it is kept: its reason may quote values, and is told by its code. */
export function keptResult(record: OperationRecord, policy: PayloadPolicy): OperationRecord {
  return policy === 'digests' ? { ...record, detail: '', before: null, after: null } : record;
}

/** A breaker's trip as it is kept: what was on its way is told by its keys. */
export function keptTrip(trip: BreakerTrip, { policy }: PayloadRule): BreakerTrip {
  if (policy !== 'digests' || !trip.preview) return trip;
  const samples = trip.preview.samples.map((sample) => ({ ...sample, before: null, after: null }));
  return { ...trip, preview: { ...trip.preview, samples } };
}

function keptAccount(account: ConflictAccount | null, rule: PayloadRule): ConflictAccount | null {
  if (!account) return null;
  if (rule.policy === 'digests') {
    return {
      ...account,
      base: digested(account.base, rule),
      left: digested(account.left, rule),
      right: digested(account.right, rule),
      fields: account.fields.map((field) => digestedVerdict(field, rule)),
    };
  }
  // A decision over the record as a whole is told by the whole record.
  if (account.fields.some(({ left, scope }) => left === '*' || scope === 'row')) return account;
  const pick = (row: Row | null, side: 'left' | 'right') =>
    row &&
    picked(
      row,
      account.fields.map((field) => field[side]),
    );
  return {
    ...account,
    base: pick(account.base, 'left'),
    left: pick(account.left, 'left'),
    right: pick(account.right, 'right'),
  };
}

function digestedVerdict(field: FieldVerdict, rule: PayloadRule): FieldVerdict {
  const both = (values: { left: Value; right: Value }) => ({
    left: values.left === null ? null : rule.digest(values.left),
    right: values.right === null ? null : rule.digest(values.right),
  });
  const { base, stands, meanwhile } = field;
  return {
    ...field,
    why: `Decided by the rule ${field.rule}.`,
    ...(base ? { base: both(base) } : {}),
    ...(stands ? { stands: both(stands) } : {}),
    ...(meanwhile ? { meanwhile: both(meanwhile) } : {}),
  };
}

/** Null stays null: that a field is empty is told, what it holds is not. */
function digested(row: Row | null, { digest }: PayloadRule): Row | null {
  if (!row) return null;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : digest(value)]),
  );
}

/** Both rows without what is the same in them; a row that stands alone is kept whole. @param names null: by the values */
function narrowed(before: Row | null, after: Row | null, names: readonly string[] | null) {
  if (!before || !after) return { before, after };
  const kept = names ?? Object.keys(after).filter((name) => before[name] !== after[name]);
  return { before: picked(before, kept), after: picked(after, kept) };
}

function picked(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}

function plainRow(row: LedgerLine['targetAfter']): Row | null {
  return isSameValues(row) ? null : row;
}
