import type { StoredMaskingRule } from '#db/masking-rule-repository.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Which fields' values are masked, and for whom. */
export const listRules = workspaceProcedure('masking.list').query(
  ({ ctx: { within } }): Promise<StoredMaskingRule[]> => within.store.maskingRules.list(),
);
