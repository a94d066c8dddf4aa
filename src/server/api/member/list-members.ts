import { allows, Role } from '#core/access/permissions.ts';
import { invitationLink } from '../../use-cases/invite-member.ts';
import { workspaceProcedure } from '../trpc.ts';

export type MemberView = {
  id: string;
  userId: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
};
export type InvitationView = {
  id: string;
  email: string;
  role: Role;
  expiresAt: Date;
  link: string;
};

/** The workspace's people, and for those who may invite also who is invited. */
export const listMembers = workspaceProcedure('member.list').query(
  async ({ ctx: { within } }): Promise<{ members: MemberView[]; invitations: InvitationView[] }> => {
    const members = await within.store.members.list();
    // An invitation's link lets its holder in: only those who may invite see them.
    const mayInvite = allows(within.role, 'member.invite');
    const invitations = mayInvite ? await within.store.invitations.list() : [];
    return {
      members: members.map(({ id, userId, role, createdAt, user }) => ({
        id,
        userId,
        name: user.name,
        email: user.email,
        role: Role.parse(role),
        createdAt,
      })),
      invitations: invitations.map(({ id, email, role, expiresAt }) => ({
        id,
        email,
        role: Role.parse(role),
        expiresAt,
        link: invitationLink(within.services.publicUrl, id),
      })),
    };
  },
);
