import { z } from 'zod';
import { removeMember as remove } from '../../use-cases/remove-member.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Takes a person out of the workspace. */
export const removeMember = workspaceProcedure('member.remove')
  .input(z.object({ memberId: z.string() }))
  .mutation(({ ctx, input }) => remove(ctx.within, input));
