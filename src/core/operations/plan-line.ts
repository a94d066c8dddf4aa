import type { LedgerRow } from '../ledger/ledger-filter.ts';

/** Of a line of the ledger, what planners look at: lines are read by the hundred thousand. */
export type PlanLine = Pick<
  LedgerRow,
  | 'seq'
  | 'version'
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
> & {
  /** `targetBefore` was worked out from the record's earlier lines, as far as they tell of it; see `recallRows`. */
  recalled?: true;
};

/** A line from before those that an action looks at. */
export type EarlierLine = PlanLine & {
  /** The key that the record had until this line, where both sides followed it to the one that the line is under. */
  cameFrom: string | null;
};
