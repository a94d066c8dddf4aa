import { z } from 'zod';
import { findOperation } from '../../operations/find-operation.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Lets a bulk action rest once what it has in hand is done. False where it has ended, rests already, or is of a kind that cannot. */
export const pauseOperation = workspaceProcedure('operation.pause')
  .input(z.object({ id: z.string() }))
  .mutation(async ({ ctx: { within }, input }): Promise<{ asked: boolean }> => {
    const { id, kind } = await findOperation(within, input.id);
    return within.transaction(async (store, audit) => {
      const asked = kind === 'bulk' && (await store.operations.pause(id));
      if (asked) await audit({ action: 'operation.pause', target: { kind: 'operation', id, name: kind } });
      return { asked };
    });
  });
