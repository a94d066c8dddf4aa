import { randomUUID } from 'node:crypto';
import { Role } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { findOpenInvitation } from '#db/find-open-invitation.ts';
import { userActor } from '../auth/actor.ts';
import type { Services } from '../services.ts';
import { workspaceContext } from '../workspace-context.ts';

/** Joins the workspace with the invited role. Throws `NOT_FOUND`, or `FORBIDDEN` when another address was invited. */
export async function acceptInvitation(
  services: Services,
  user: { id: string; email: string },
  input: { invitationId: string },
): Promise<{ slug: string }> {
  const gone = () => new SyncError('NOT_FOUND', 'The invitation was used, taken back, or has expired.');
  const invitation = await findOpenInvitation(services.prisma, { id: input.invitationId });
  if (!invitation) throw gone();
  if (invitation.email.toLowerCase() !== user.email.toLowerCase()) {
    throw new SyncError('FORBIDDEN', `The invitation is for ${invitation.email}; you are ${user.email}.`);
  }
  const { id, slug, name } = invitation.organization;
  const role = Role.parse(invitation.role);
  const context = workspaceContext(services, { id, slug, name, role }, userActor(user));
  await context.transaction(async (store, audit) => {
    if (!(await store.invitations.accept(invitation.id))) throw gone();
    if (await store.members.findByUser(user.id)) return;
    const member = await store.members.create({ id: randomUUID(), userId: user.id, role });
    await audit({
      action: 'member.acceptInvitation',
      target: { kind: 'member', id: member.id, name: user.email },
      detail: { role },
    });
  });
  return { slug };
}
