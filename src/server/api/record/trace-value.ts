import { z } from 'zod';
import { traceRecordValue } from '../../use-cases/trace-record-value.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Why a value stands where it stands: from now back to what wrote it, as far as the ledger tells. */
export const traceValue = workspaceProcedure('record.trace')
  .input(
    z.object({
      flowId: z.string(),
      laneId: z.string(),
      recordKey: z.string(),
      side: z.enum(['left', 'right']),
      field: z.string(),
    }),
  )
  .query(({ ctx, input: { flowId, laneId, recordKey, side, field } }) =>
    traceRecordValue(ctx.within, { flowId, laneId, recordKey, side, field }),
  );
