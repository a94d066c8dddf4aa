import { z } from 'zod';
import { OwnLedgerPolicy } from '#core/ledger/ledger-policy.ts';
import { setLedgerPolicy } from '../../use-cases/set-ledger-policy.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Sets how long a flow's lines, or the workspace's, are kept and what they hold. */
export const setPolicy = workspaceProcedure('ledger.setPolicy')
  .input(z.object({ flowId: z.string().nullable(), change: OwnLedgerPolicy.partial() }))
  .mutation(({ ctx, input: { flowId, change } }) => setLedgerPolicy(ctx.within, flowId, change));
