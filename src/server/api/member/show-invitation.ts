import { z } from 'zod';
import { Role } from '#core/access/permissions.ts';
import { findOpenInvitation } from '#db/find-open-invitation.ts';
import { publicProcedure } from '../trpc.ts';

export type InvitationOffer = {
  email: string;
  role: Role;
  workspace: { slug: string; name: string };
  invitedBy: string;
};

/** What an invitation invites to, for whoever holds its link; null when it does not hold any more. */
export const showInvitation = publicProcedure('member.invitation')
  .input(z.object({ invitationId: z.string() }))
  .query(async ({ ctx: { services }, input }): Promise<InvitationOffer | null> => {
    const invitation = await findOpenInvitation(services.prisma, { id: input.invitationId });
    if (!invitation) return null;
    const { email, role, organization, user } = invitation;
    return {
      email,
      role: Role.parse(role),
      workspace: { slug: organization.slug, name: organization.name },
      invitedBy: user.name,
    };
  });
