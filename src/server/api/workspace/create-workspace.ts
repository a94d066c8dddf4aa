import { z } from 'zod';
import { createWorkspace as create } from '../../use-cases/create-workspace.ts';
import { signedInProcedure } from '../trpc.ts';

/** Makes a workspace that belongs to the caller. */
export const createWorkspace = signedInProcedure('workspace.create')
  .input(z.object({ name: z.string().trim().min(1).max(80) }))
  .mutation(({ ctx, input }) => create(ctx.services, ctx.user, input));
