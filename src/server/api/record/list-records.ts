import { z } from 'zod';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { listEntries } from '#db/ledger/read-ledger.ts';
import { workspaceProcedure } from '../trpc.ts';

/** One page of the ledger, newest commit first. */
export const listRecords = workspaceProcedure('record.list')
  .input(
    z.object({
      filter: LedgerFilter.default({}),
      cursor: z.string().nullish(),
      limit: z.int().min(1).max(500).default(50),
    }),
  )
  .query(({ ctx: { services, within }, input: { filter, cursor, limit } }) =>
    listEntries(services.pool, within.workspace.id, filter, { cursor: cursor ?? undefined, limit }),
  );
