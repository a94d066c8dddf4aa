import { z } from 'zod';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { ShownPage } from '#core/masking/shown-entry.ts';
import { listEntries } from '#db/ledger/read-ledger.ts';
import { maskEntries } from '../../records/mask-entries.ts';
import { maskFilter } from '../../records/mask-filter.ts';
import { maskerFor } from '../../records/masker.ts';
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
  .query(async ({ ctx: { services, within }, input: { filter, cursor, limit } }): Promise<ShownPage> => {
    const masker = await maskerFor(within);
    const { entries, ...rest } = await listEntries(
      services.pool,
      within.workspace.id,
      maskFilter(masker, filter),
      { cursor: cursor ?? undefined, limit },
    );
    return { entries: maskEntries(masker, entries), ...rest };
  });
