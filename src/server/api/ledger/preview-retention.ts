import { z } from 'zod';
import { LedgerPolicy } from '#core/ledger/ledger-policy.ts';
import { previewRetention as preview } from '../../ledger/preview-retention.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What keeping lines for so many days would remove now. */
export const previewRetention = workspaceProcedure('ledger.previewRetention')
  .input(z.object({ flowId: z.string().nullable(), keepDays: LedgerPolicy.shape.keepDays }))
  .query(({ ctx, input: { flowId, keepDays } }) => preview(ctx.within, { flowId, keepDays }));
