import { z } from 'zod';
import { Role } from '#core/access/permissions.ts';
import { inviteMember as invite } from '../../use-cases/invite-member.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Invites somebody; the answer is the link to hand to them. */
export const inviteMember = workspaceProcedure('member.invite')
  .input(z.object({ email: z.email().toLowerCase(), role: Role }))
  .mutation(({ ctx, input }) => invite(ctx.within, input));
