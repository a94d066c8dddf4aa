import { z } from 'zod';
import { workspaceProcedure } from '../trpc.ts';

/** Gives the workspace another name; its slug stays. */
export const renameWorkspace = workspaceProcedure('workspace.rename')
  .input(z.object({ name: z.string().trim().min(1).max(80) }))
  .mutation(async ({ ctx: { within }, input }) => {
    const { id, name } = within.workspace;
    await within.transaction(async (store, audit) => {
      await store.rename(input.name);
      await audit({
        action: 'workspace.rename',
        target: { kind: 'workspace', id, name: input.name },
        detail: { before: name },
      });
    });
  });
