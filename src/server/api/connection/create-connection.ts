import { z } from 'zod';
import { ConfigInput, ConnectionName } from '../../connections/connection-input.ts';
import { createConnection as create } from '../../use-cases/create-connection.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Adds a connection; its settings are those of the form, or `{ url }`. */
export const createConnection = workspaceProcedure('connection.create')
  .input(z.object({ name: ConnectionName, connector: z.string(), config: ConfigInput }))
  .mutation(({ ctx, input }) => create(ctx.within, input));
