import { z } from 'zod';
import { findOperation } from '../../operations/find-operation.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How many records a second a bulk action may do at most, also while it runs. False where it has ended. */
export const setRate = workspaceProcedure('operation.setRate')
  .input(z.object({ id: z.string(), rate: z.int().min(1).max(1_000_000).nullable() }))
  .mutation(async ({ ctx: { within }, input: { id, rate } }): Promise<{ set: boolean }> => {
    const { kind } = await findOperation(within, id);
    return within.transaction(async (store, audit) => {
      const set = kind === 'bulk' && (await store.operations.setRate(id, rate));
      if (set) {
        const target = { kind: 'operation', id, name: kind };
        await audit({ action: 'operation.setRate', target, detail: { rate } });
      }
      return { set };
    });
  });
