import type { ConflictAccount, FieldVerdict } from '../ledger/ledger-entry.ts';
import type { LedgerPage, LedgerRow } from '../ledger/ledger-filter.ts';
import type { ShownRow, ShownValue } from './shown-value.ts';

type Rows = 'before' | 'after' | 'targetBefore' | 'targetAfter';

type ShownBoth = { left: ShownValue; right: ShownValue };

type VerdictValues = 'base' | 'stands' | 'meanwhile';

/** How one field was decided, as somebody gets to see it. */
export type ShownVerdict = Omit<FieldVerdict, VerdictValues> & {
  base?: ShownBoth | null;
  stands?: ShownBoth;
  meanwhile?: ShownBoth;
};

/** A conflict's account as somebody gets to see it. */
export type ShownConflict = Omit<ConflictAccount, 'base' | 'left' | 'right' | 'fields'> &
  Record<'base' | 'left' | 'right', ShownRow | null> & { fields: ShownVerdict[] };

/** A line of the ledger as somebody gets to see it: values may be masked, and the record's key sealed. */
export type ShownEntry = Omit<LedgerRow, Rows | 'conflict'> &
  Record<Rows, ShownRow | null> & { conflict: ShownConflict | null };

export type ShownPage = Omit<LedgerPage, 'entries'> & { entries: ShownEntry[] };
