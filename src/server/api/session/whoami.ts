import type { Role } from '#core/access/permissions.ts';
import { workspaceDirectory } from '#db/workspace-directory.ts';
import { hasPassword } from '../../auth/has-password.ts';
import { publicProcedure } from '../trpc.ts';

export type Whoami = {
  /** `hasPassword` is false for the first owner until they set one in the settings. */
  user: { id: string; name: string; email: string; hasPassword: boolean } | null;
  apiKey: { name: string } | null;
  workspaces: { id: string; slug: string; name: string; role: Role }[];
};

/** Who asks, and where they belong; for nobody both are empty. */
export const whoami = publicProcedure('session.whoami').query(async ({ ctx }): Promise<Whoami> => {
  const { caller, services } = ctx;
  if (caller.kind === 'nobody') return { user: null, apiKey: null, workspaces: [] };
  if (caller.kind === 'api-key') {
    return { user: null, apiKey: { name: caller.name }, workspaces: [caller.workspace] };
  }
  const { id, name, email } = caller;
  return {
    user: { id, name, email, hasPassword: await hasPassword(services.auth, id) },
    apiKey: null,
    workspaces: await workspaceDirectory(services.prisma).ofUser(id),
  };
});
