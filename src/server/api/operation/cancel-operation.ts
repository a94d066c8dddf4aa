import { z } from 'zod';
import { findOperation } from '../../operations/find-operation.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Asks an operation to end; one that has ended already stays as it is. */
export const cancelOperation = workspaceProcedure('operation.cancel')
  .input(z.object({ id: z.string() }))
  .mutation(async ({ ctx: { within }, input }): Promise<{ asked: boolean }> => {
    const { id, kind } = await findOperation(within, input.id);
    return within.transaction(async (store, audit) => {
      const asked = await store.operations.cancel(id);
      if (asked) await audit({ action: 'operation.cancel', target: { kind: 'operation', id, name: kind } });
      return { asked };
    });
  });
