import { z } from 'zod';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { countEntries } from '#db/ledger/read-ledger.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How many entries match; large counts are estimates, and say so. */
export const countRecords = workspaceProcedure('record.count')
  .input(z.object({ filter: LedgerFilter.default({}) }))
  .query(({ ctx: { services, within }, input }) =>
    countEntries(services.pool, within.workspace.id, input.filter),
  );
