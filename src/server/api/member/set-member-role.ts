import { z } from 'zod';
import { Role } from '#core/access/permissions.ts';
import { setMemberRole as set } from '../../use-cases/set-member-role.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Gives a member another role. */
export const setMemberRole = workspaceProcedure('member.setRole')
  .input(z.object({ memberId: z.string(), role: Role }))
  .mutation(({ ctx, input }) => set(ctx.within, input));
