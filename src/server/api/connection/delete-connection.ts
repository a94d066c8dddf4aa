import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { findConnection } from '../../connections/find-connection.ts';
import { flowsUsing } from '../../connections/flows-using.ts';
import { reference } from '../../connections/reference.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Removes a connection that no flow uses. Throws `IN_USE` naming the flows. */
export const deleteConnection = workspaceProcedure('connection.delete')
  .input(z.object(reference))
  .mutation(async ({ ctx: { within }, input }) => {
    const { id, name } = await findConnection(within, input);
    const users = (await flowsUsing(within)).get(name);
    if (users) {
      const flows = users.map((flow) => `"${flow.flowName}"`).join(', ');
      throw new SyncError('IN_USE', `The connection "${name}" is used by ${flows}.`);
    }
    await within.transaction(async (store, audit) => {
      await store.connections.delete(id);
      await audit({ action: 'connection.delete', target: { kind: 'connection', id, name } });
    });
  });
