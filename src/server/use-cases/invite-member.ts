import { randomBytes } from 'node:crypto';
import type { Role } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireReach } from './require-reach.ts';

const validForMs = 7 * 24 * 3600 * 1000;

/** Where the holder of an invitation goes. */
export function invitationLink(publicUrl: string, invitationId: string): string {
  return `${publicUrl}/invite/${invitationId}`;
}

/** Invites an address for a week; an earlier invitation of the same address no longer holds. */
export async function inviteMember(
  context: WorkspaceContext,
  input: { email: string; role: Role },
): Promise<{ id: string; link: string }> {
  const { email, role } = input;
  const inviterId = context.actor.userId;
  if (inviterId === null) throw new SyncError('FORBIDDEN', 'Only a person may invite, not an API key.');
  requireReach(context, role);
  if (await context.store.members.findByEmail(email)) {
    throw new SyncError('NAME_TAKEN', `${email} belongs to the workspace already.`);
  }
  const id = randomBytes(24).toString('base64url');
  await context.transaction(async (store, audit) => {
    const expiresAt = new Date(Date.now() + validForMs);
    await store.invitations.create({ id, email, role, expiresAt, inviterId });
    await audit({
      action: 'member.invite',
      target: { kind: 'invitation', id: '', name: email },
      detail: { role },
    });
  });
  return { id, link: invitationLink(context.services.publicUrl, id) };
}
