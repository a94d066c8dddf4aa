import { z } from 'zod';
import { Role } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { requireReach } from '../../use-cases/require-reach.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes an API key useless from now on. */
export const revokeApiKey = workspaceProcedure('apiKey.revoke')
  .input(z.object({ id: z.string() }))
  .mutation(async ({ ctx: { within }, input }) => {
    const key = await within.store.apiKeys.find(input.id);
    if (!key) throw new SyncError('NOT_FOUND', 'There is no such API key.');
    requireReach(within, Role.parse(key.role));
    await within.transaction(async (store, audit) => {
      await store.apiKeys.delete(key.id);
      await audit({
        action: 'apiKey.revoke',
        target: { kind: 'apiKey', id: key.id, name: key.name },
        detail: { prefix: key.prefix },
      });
    });
  });
