import { z } from 'zod';
import { planDrift as plan } from '../../use-cases/plan-drift.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The statements of an option that makes a field, and what stands in their way; changes nothing. */
export const planDrift = workspaceProcedure('drift.plan')
  .input(z.object({ id: z.string(), option: z.int().min(0).default(0) }))
  .query(({ ctx, input }) => plan(ctx.within, input));
