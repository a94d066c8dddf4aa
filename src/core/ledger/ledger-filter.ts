import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { ConflictFilter } from './conflict-filter.ts';
import { LedgerCause, LedgerEntry, LedgerOp, LedgerStatus } from './ledger-entry.ts';
import { PayloadPolicy } from './ledger-policy.ts';

/** Which entries of the ledger; every part narrows. The same filter serves pages, lists and commands. */
export const LedgerFilter = z.object({
  flowId: z.string().optional(),
  laneId: z.string().optional(),
  /** Number of the flow's version that wrote the entry. */
  version: z.int().min(1).max(2_147_483_647).optional(),
  status: z.array(LedgerStatus).optional(),
  code: z.array(ErrorCode).optional(),
  side: z.enum(['left', 'right']).optional(),
  op: z.array(LedgerOp).optional(),
  cause: LedgerCause.optional(),
  recordKey: z.string().optional(),
  /** Decided conflicts alone, each by one line. */
  conflict: ConflictFilter.optional(),
  /** Lines that this bulk action wrote. */
  operationId: z.string().optional(),
  /** Lines that are in this issue. */
  issueId: z.string().optional(),
  /** Name of a field, on the side that changed, that is among the changed ones. */
  field: z.string().max(200).optional(),
  /** Changes of the transaction that was committed at this position of its side's log. */
  position: z.string().max(500).optional(),
  /** Found in the record's key or in any value before or after, whatever the case. */
  text: z.string().trim().max(200).optional(),
  /** What was carried so long after its commit, milliseconds: as long as `least` or longer, and shorter than `under`. */
  took: z.object({ least: z.number().min(0).optional(), under: z.number().positive().optional() }).optional(),
  /** Commit time on the source, ISO 8601, inclusive. */
  from: z.iso.datetime({ offset: true }).optional(),
  /** Exclusive. */
  to: z.iso.datetime({ offset: true }).optional(),
});
export type LedgerFilter = z.infer<typeof LedgerFilter>;

/** An entry as it is read back. */
export const LedgerRow = LedgerEntry.extend({
  /** Order of arrival; unique. */
  seq: z.string(),
  workspaceId: z.string(),
  /** What was left out of its values by the flow's policy; absent where they are all there. */
  payload: PayloadPolicy.exclude(['full']).optional(),
  /** The issue that it is in, or was in before it got in line. */
  issueId: z.string().nullable(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

/** One page of entries, newest first, and where the next one starts. */
export type LedgerPage = {
  entries: LedgerRow[];
  next: string | null;
  /**
   * Commit time, microseconds since 1970, down to which was searched, where the time for one page ran out
   * before the page was full: `next` goes on from there. Null for a page that is whole.
   */
  searchedTo: number | null;
};

/** How many entries match. */
export type LedgerCount = {
  count: number;
  /** The count was reckoned from a part of the ledger, not counted. */
  estimated: boolean;
};
