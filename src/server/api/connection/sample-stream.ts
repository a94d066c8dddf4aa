import { z } from 'zod';
import { findConnection } from '../../connections/find-connection.ts';
import { reference } from '../../connections/reference.ts';
import { withConnection } from '../../connections/with-session.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A few rows of a stream, for people to look at. */
export const sampleStream = workspaceProcedure('connection.sample')
  .input(z.object({ ...reference, stream: z.string(), limit: z.int().min(1).max(100).default(5) }))
  .query(async ({ ctx: { services, within }, input }) => {
    const connection = await findConnection(within, input);
    return withConnection(services, connection, async (session) => ({
      rows: await session.sample(input.stream, input.limit),
    }));
  });
