import { router } from '../trpc.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { cancelInvitation } from './cancel-invitation.ts';
import { inviteMember } from './invite-member.ts';
import { listMembers } from './list-members.ts';
import { removeMember } from './remove-member.ts';
import { setMemberRole } from './set-member-role.ts';
import { showInvitation } from './show-invitation.ts';

export const memberRouter = router({
  list: listMembers,
  invite: inviteMember,
  setRole: setMemberRole,
  remove: removeMember,
  cancelInvitation,
  invitation: showInvitation,
  acceptInvitation,
});
