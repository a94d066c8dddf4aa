import { z } from 'zod';
import { Narrowing } from '#core/conflict/similar-held.ts';
import { HeldDecision } from '#core/ledger/pending-record.ts';
import { decideSimilar as decide } from '../../use-cases/decide-similar.ts';
import { workspaceProcedure } from '../trpc.ts';

/** One decision for all held records that are like this one, carried out as a bulk action. */
export const decideSimilar = workspaceProcedure('conflict.decideSimilar')
  .input(
    z.object({
      id: z.string(),
      narrow: z.array(Narrowing).default([]),
      /** How many the person confirms. */
      records: z.int().min(1),
      fields: HeldDecision.shape.fields.default({}),
      record: HeldDecision.shape.record.default(null),
    }),
  )
  .mutation(({ ctx, input }) => decide(ctx.within, input));
