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
  /** Null for those who may not invite: the link lets its holder in. */
  link: string | null;
};

/** The workspace's people, and who is invited. */
export const listMembers = workspaceProcedure('member.list').query(
  async ({ ctx: { within } }): Promise<{ members: MemberView[]; invitations: InvitationView[] }> => {
    const mayInvite = allows(within.role, 'member.invite');
    const members = await within.store.members.list();
    const invitations = await within.store.invitations.list();
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
        // The id is the link's secret.
        id: mayInvite ? id : '',
        email,
        role: Role.parse(role),
        expiresAt,
        link: mayInvite ? invitationLink(within.services.publicUrl, id) : null,
      })),
    };
  },
);
