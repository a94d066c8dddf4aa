import { z } from 'zod';
import { showJourney as show } from '../../use-cases/show-journey.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What happened to one record, the newest lines first asked for, and what both sides hold now. */
export const showJourney = workspaceProcedure('record.journey')
  .input(
    z.object({
      flowId: z.string(),
      laneId: z.string(),
      recordKey: z.string(),
      /** Of the newest lines so many are left out. */
      cursor: z.int().min(0).max(1_000_000).nullish(),
      limit: z.int().min(1).max(1_000).default(200),
    }),
  )
  .query(({ ctx, input: { cursor, limit, ...record } }) =>
    show(ctx.within, record, { skip: cursor ?? 0, limit }),
  );
