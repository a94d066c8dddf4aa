import { z } from 'zod';
import { Role } from '#core/access/permissions.ts';
import { newApiKey } from '../../auth/new-api-key.ts';
import { requireReach } from '../../use-cases/require-reach.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes an API key, with a role that is not above the caller's. The answer shows it once. */
export const createApiKey = workspaceProcedure('apiKey.create')
  .input(z.object({ name: z.string().trim().min(1).max(80), role: Role }))
  .mutation(async ({ ctx: { within }, input }): Promise<{ id: string; key: string }> => {
    requireReach(within, input.role);
    const { key, hash, prefix } = newApiKey();
    const { name, role } = input;
    const createdBy = within.actor.label;
    return within.transaction(async (store, audit) => {
      const { id } = await store.apiKeys.create({ name, role, hash, prefix, createdBy });
      await audit({
        action: 'apiKey.create',
        target: { kind: 'apiKey', id, name },
        detail: { role, prefix },
      });
      return { id, key };
    });
  });
