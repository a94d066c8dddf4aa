import { z } from 'zod';
import { showRecordThen as show } from '../../use-cases/show-record-then.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Both sides of a record as they stood at a moment. */
export const showRecordThen = workspaceProcedure('record.asOf')
  .input(
    z.object({
      flowId: z.string(),
      laneId: z.string(),
      recordKey: z.string(),
      /** Absent: now. */
      moment: z.iso.datetime({ offset: true }).optional(),
    }),
  )
  .query(({ ctx, input: { flowId, laneId, recordKey, moment } }) =>
    show(ctx.within, { flowId, laneId, recordKey, moment }),
  );
