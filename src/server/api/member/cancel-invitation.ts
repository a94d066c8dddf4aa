import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Takes an open invitation back. */
export const cancelInvitation = workspaceProcedure('member.cancelInvitation')
  .input(z.object({ invitationId: z.string() }))
  .mutation(async ({ ctx: { within }, input }) => {
    const gone = () => new SyncError('NOT_FOUND', 'There is no such open invitation.');
    const invitation = await within.store.invitations.find(input.invitationId);
    if (!invitation) throw gone();
    await within.transaction(async (store, audit) => {
      if (!(await store.invitations.cancel(invitation.id))) throw gone();
      await audit({
        action: 'member.cancelInvitation',
        target: { kind: 'invitation', id: '', name: invitation.email },
      });
    });
  });
