import { z } from 'zod';
import { findConnection } from '../../connections/find-connection.ts';
import { flowsUsing } from '../../connections/flows-using.ts';
import { type ConnectionView, presentConnection } from '../../connections/present-connection.ts';
import { reference } from '../../connections/reference.ts';
import { workspaceProcedure } from '../trpc.ts';

/** One connection, without secrets. */
export const getConnection = workspaceProcedure('connection.get')
  .input(z.object(reference))
  .query(async ({ ctx: { within }, input }): Promise<ConnectionView> => {
    const connection = await findConnection(within, input);
    return presentConnection(connection, await flowsUsing(within));
  });
