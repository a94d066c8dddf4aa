import type { Role } from '#core/access/permissions.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { findMember, requireAnotherOwner } from './find-member.ts';
import { requireReach } from './require-reach.ts';

/** Changes a member's role; neither the old nor the new one may be above the caller's. */
export async function setMemberRole(
  context: WorkspaceContext,
  input: { memberId: string; role: Role },
): Promise<void> {
  await context.transaction(async (store, audit) => {
    const member = await findMember(store, input.memberId);
    requireReach(context, member.role);
    requireReach(context, input.role);
    if (member.role === input.role) return;
    if (member.role === 'owner') await requireAnotherOwner(store);
    await store.members.setRole(member.id, input.role);
    await audit({
      action: 'member.setRole',
      target: { kind: 'member', id: member.id, name: member.email },
      detail: { before: member.role, after: input.role },
    });
  });
}
