import { z } from 'zod';
import { findConnection } from '../../connections/find-connection.ts';
import { reference } from '../../connections/reference.ts';
import { streamsOf } from '../../connections/streams-of.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Every stream of a connection with its fields; `refresh` asks the system even if it was just asked. */
export const listStreams = workspaceProcedure('connection.streams')
  .input(z.object({ ...reference, refresh: z.boolean().default(false) }))
  .query(async ({ ctx: { services, within }, input }) => {
    const connection = await findConnection(within, input);
    return streamsOf(services, connection, { refresh: input.refresh });
  });
