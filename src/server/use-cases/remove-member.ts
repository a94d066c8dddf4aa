import type { WorkspaceContext } from '../workspace-context.ts';
import { findMember, requireAnotherOwner } from './find-member.ts';
import { requireReach } from './require-reach.ts';

/** Takes a person out of the workspace; nobody above the caller, and never the last owner. Nobody looks after their issues then. */
export async function removeMember(context: WorkspaceContext, input: { memberId: string }): Promise<void> {
  await context.transaction(async (store, audit) => {
    const member = await findMember(store, input.memberId);
    requireReach(context, member.role);
    if (member.role === 'owner') await requireAnotherOwner(store);
    await store.members.remove(member.id);
    await store.issues.unassign(member.userId);
    await audit({
      action: 'member.remove',
      target: { kind: 'member', id: member.id, name: member.email },
      detail: { role: member.role },
    });
  });
}
