import { z } from 'zod';
import { setPassword as change } from '../../use-cases/set-password.ts';
import { signedInProcedure } from '../trpc.ts';

/** Sets or changes one's own password, and the address to sign in with if one is given. */
export const setPassword = signedInProcedure('account.setPassword')
  .input(
    z.object({
      /** Needed once there is a password. */
      current: z.string().max(256).optional(),
      password: z.string().min(8, 'At least 8 characters.').max(128),
      email: z.email().optional(),
      name: z.string().trim().min(1).max(120).optional(),
    }),
  )
  .mutation(({ ctx, input }) => change(ctx.services, ctx.user, input));
