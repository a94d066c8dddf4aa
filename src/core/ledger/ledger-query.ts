import { z } from 'zod';
import { LedgerFilter } from './ledger-filter.ts';

/** What a search may look at: names of fields that are not masked, by lane's id. Other lanes tell nothing. */
export const VisibleLanes = z.object({
  /** The filter's record key was given in its sealed form: it finds records of lanes whose keys are masked, alone. */
  sealedKey: z.boolean(),
  lanes: z.record(
    z.string(),
    z.object({
      left: z.array(z.string()),
      right: z.array(z.string()),
      /** The record's key may be looked at. */
      key: z.boolean(),
    }),
  ),
});
export type VisibleLanes = z.infer<typeof VisibleLanes>;

/** A filter with what whoever asks may see; null for one who sees everything. The server adds it, no caller. */
export const LedgerQuery = LedgerFilter.extend({ visible: VisibleLanes.nullable().default(null) });
export type LedgerQuery = z.input<typeof LedgerQuery>;
