import { Role } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';

/** A member of the workspace. Throws `NOT_FOUND`. */
export async function findMember(store: WorkspaceStore, memberId: string) {
  const member = await store.members.find(memberId);
  if (!member) throw new SyncError('NOT_FOUND', 'There is no such member.');
  const { id, userId, user, role } = member;
  return { id, userId, email: user.email, role: Role.parse(role) };
}

/** Keeps a workspace from losing its last owner. Throws `IN_USE`. Within a transaction. */
export async function requireAnotherOwner(store: WorkspaceStore): Promise<void> {
  if ((await store.members.countOwners()) > 1) return;
  throw new SyncError('IN_USE', 'This is the only owner: make somebody else an owner first.');
}
