import { z } from 'zod';
import { ConflictFilter } from '#core/ledger/conflict-filter.ts';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { countVerdicts as count } from '#db/ledger/count-verdicts.ts';
import { maskFilter } from '../../records/mask-filter.ts';
import { maskerFor } from '../../records/masker.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How the decided conflicts that match were decided, field by field. */
export const countVerdicts = workspaceProcedure('conflict.counts')
  .input(z.object({ filter: LedgerFilter.extend({ conflict: ConflictFilter }) }))
  .query(async ({ ctx: { services, within }, input }) =>
    count(services.pool, within.workspace.id, {
      ...maskFilter(await maskerFor(within), input.filter),
      conflict: input.filter.conflict,
    }),
  );
