import type { LedgerRow } from '../ledger/ledger-filter.ts';
import type { Row } from '../values/value.ts';
import type { CodeEntry } from './code-form.ts';

/** A record of the ledger, ready to be tried in the code that it went through. */
export type DebugInput = {
  /** The node that fails on it, or the first one that it went through. */
  nodeId: string;
  entry: CodeEntry;
  given: Row;
  /** Where the values are from: the line of the ledger, or the system as it is now, since the line has not all of them. */
  read: 'logged' | 'now';
  /** Fields that are masked for the caller, and have a plain value. */
  masked: string[];
  /** The line that was asked for. */
  line: Pick<LedgerRow, 'seq' | 'side' | 'status' | 'code' | 'commitTime'>;
};
