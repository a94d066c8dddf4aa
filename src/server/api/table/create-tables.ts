import { z } from 'zod';
import { TablesInput } from '../../tables/tables-input.ts';
import { createTables as create } from '../../use-cases/create-tables.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Runs the statements of a plan, as they were changed or not, and says what ran and how the new streams are mapped. */
export const createTables = workspaceProcedure('table.create')
  .input(TablesInput.extend({ sql: z.string().max(2_000_000) }))
  .mutation(({ ctx, input }) => create(ctx.within, input));
