import { z } from 'zod';
import { LedgerAnchor } from '#core/ledger/audit-report.ts';
import { startAudit as start } from '../../use-cases/start-audit.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Recomputes the ledger's chains from the stored lines, and compares them with an anchor that was kept elsewhere. */
export const startAudit = workspaceProcedure('operation.startAudit')
  .input(
    z.object({ flowId: z.string().nullable().default(null), anchor: LedgerAnchor.nullable().default(null) }),
  )
  .mutation(({ ctx, input }) => start(ctx.within, input));
