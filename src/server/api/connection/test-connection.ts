import { z } from 'zod';
import { reference } from '../../connections/reference.ts';
import { testConnection as test } from '../../use-cases/test-connection.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Reaches the system and says what it is; how it went is kept with the connection. */
export const testConnection = workspaceProcedure('connection.test')
  .input(z.object(reference))
  .mutation(({ ctx, input }) => test(ctx.within, input));
