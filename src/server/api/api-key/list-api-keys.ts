import { Role } from '#core/access/permissions.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The workspace's API keys; of each key only its first characters. */
export const listApiKeys = workspaceProcedure('apiKey.list').query(async ({ ctx: { within } }) => {
  const keys = await within.store.apiKeys.list();
  return keys.map((key) => ({ ...key, role: Role.parse(key.role) }));
});
