import type { LedgerRow } from '../ledger/ledger-filter.ts';

/** Of a line of the ledger, what planners look at: lines are read by the hundred thousand. */
export type PlanLine = Pick<
  LedgerRow,
  | 'seq'
  | 'side'
  | 'op'
  | 'status'
  | 'code'
  | 'detail'
  | 'commitTime'
  | 'appliedAt'
  | 'before'
  | 'after'
  | 'targetBefore'
  | 'targetAfter'
  | 'changed'
  | 'cause'
  | 'conflict'
  | 'operationId'
  | 'payload'
>;
