import { z } from 'zod';
import { workspaceDirectory } from '#db/workspace-directory.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Gives the workspace another name; its slug stays. */
export const renameWorkspace = workspaceProcedure('workspace.rename')
  .input(z.object({ name: z.string().trim().min(1).max(80) }))
  .mutation(async ({ ctx: { services, within }, input }) => {
    const { id, name } = within.workspace;
    await workspaceDirectory(services.prisma).rename(id, input.name);
    await within.audit({
      action: 'workspace.rename',
      target: { kind: 'workspace', id, name: input.name },
      detail: { before: name },
    });
  });
