import type { OperationRecord } from '../operations/record-outcome.ts';
import type { ShownRow } from './shown-value.ts';

type ShownRows = { left: ShownRow | null; right: ShownRow | null };

/** What a bulk action came to for one record, as somebody gets to see it. */
export type ShownResult = Omit<OperationRecord, 'before' | 'after'> & {
  before: ShownRows | null;
  after: ShownRows | null;
};

export type ShownResultPage = { records: ShownResult[]; next: string | null };
