import { z } from 'zod';
import { ConfigInput, ConnectionName } from '../../connections/connection-input.ts';
import { updateConnection as update } from '../../use-cases/update-connection.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Changes a connection; a secret that is left out stays as it was stored. */
export const updateConnection = workspaceProcedure('connection.update')
  .input(z.object({ id: z.string(), name: ConnectionName.optional(), config: ConfigInput.optional() }))
  .mutation(({ ctx, input }) => update(ctx.within, input));
