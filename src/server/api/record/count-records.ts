import { z } from 'zod';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { countEntries } from '#db/ledger/count-entries.ts';
import { maskFilter } from '../../records/mask-filter.ts';
import { maskerFor } from '../../records/masker.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How many entries match; large counts are estimates, and say so. */
export const countRecords = workspaceProcedure('record.count')
  .input(z.object({ filter: LedgerFilter.default({}) }))
  .query(async ({ ctx: { services, within }, input }) =>
    countEntries(services.pool, within.workspace.id, maskFilter(await maskerFor(within), input.filter)),
  );
