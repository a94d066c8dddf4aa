import { presentLedger } from '../../ledger/present-ledger.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How large the ledger is, whose lines it holds, and how long they are kept. */
export const showStatus = workspaceProcedure('ledger.status').query(({ ctx }) => presentLedger(ctx.within));
