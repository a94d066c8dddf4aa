import { z } from 'zod';
import { findOperation } from '../../operations/find-operation.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Lets a paused bulk action go on where it was. False where it does not rest. */
export const resumeOperation = workspaceProcedure('operation.resume')
  .input(z.object({ id: z.string() }))
  .mutation(async ({ ctx: { within }, input }): Promise<{ asked: boolean }> => {
    const { id, kind } = await findOperation(within, input.id);
    return within.transaction(async (store, audit) => {
      const asked = await store.operations.resume(id);
      if (asked) await audit({ action: 'operation.resume', target: { kind: 'operation', id, name: kind } });
      return { asked };
    });
  });
