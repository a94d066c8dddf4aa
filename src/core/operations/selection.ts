import { z } from 'zod';
import { LedgerFilter } from '../ledger/ledger-filter.ts';

const seq = z.string().regex(/^\d{1,18}$/, 'the number of a line of the ledger');

/** Lines of the ledger that were chosen to be acted on: a filter as of a moment, or some of its lines. */
export const Selection = z.object({
  filter: LedgerFilter,
  /** The newest line there was (`LedgerRow.seq`): what came later is not part of it. */
  asOf: seq,
  /** Lines that were picked by hand, of those that the filter finds; absent: all of them. */
  seqs: z.array(seq).min(1).max(5_000).optional(),
});
export type Selection = z.infer<typeof Selection>;
