import { TablesInput } from '../../tables/tables-input.ts';
import { planTables as plan } from '../../use-cases/plan-tables.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The tables that would be made in one connection of streams of another, with the exact statements; changes nothing. */
export const planTables = workspaceProcedure('table.plan')
  .input(TablesInput)
  .mutation(({ ctx, input }) => plan(ctx.within, input));
