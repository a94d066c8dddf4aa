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
    const created = await within.store.apiKeys.create({
      name: input.name,
      role: input.role,
      hash,
      prefix,
      createdBy: within.actor.label,
    });
    await within.audit({
      action: 'apiKey.create',
      target: { kind: 'apiKey', id: created.id, name: input.name },
      detail: { role: input.role, prefix },
    });
    return { id: created.id, key };
  });
