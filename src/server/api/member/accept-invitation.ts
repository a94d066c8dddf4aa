import { z } from 'zod';
import { acceptInvitation as accept } from '../../use-cases/accept-invitation.ts';
import { signedInProcedure } from '../trpc.ts';

/** Joins the workspace that the invitation is for. */
export const acceptInvitation = signedInProcedure('member.acceptInvitation')
  .input(z.object({ invitationId: z.string() }))
  .mutation(({ ctx, input }) => accept(ctx.services, ctx.user, input));
