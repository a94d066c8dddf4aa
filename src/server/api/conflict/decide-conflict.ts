import { z } from 'zod';
import { HeldDecision } from '#core/ledger/pending-record.ts';
import { decideConflict as decide } from '../../use-cases/decide-conflict.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A person's decision over a held record; the runner carries it out. */
export const decideConflict = workspaceProcedure('conflict.decide')
  .input(
    z.object({
      id: z.string(),
      fields: HeldDecision.shape.fields.default({}),
      record: HeldDecision.shape.record.default(null),
      /** What the record waited over when the person looked at it, see `HeldRecord.seen`. */
      seen: z.string().optional(),
    }),
  )
  .mutation(({ ctx, input }) => decide(ctx.within, input));
