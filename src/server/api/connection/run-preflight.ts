import { z } from 'zod';
import { findConnection } from '../../connections/find-connection.ts';
import { reference } from '../../connections/reference.ts';
import { withConnection } from '../../connections/with-session.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Every problem at once that stands in the way of syncing these streams (none named: the server alone). */
export const runPreflight = workspaceProcedure('connection.preflight')
  .input(
    z.object({
      ...reference,
      streams: z.array(z.string()).max(500).default([]),
      use: z.enum(['source', 'target', 'both']).default('both'),
    }),
  )
  .query(async ({ ctx: { services, within }, input }) => {
    const connection = await findConnection(within, input);
    const { streams, use } = input;
    return withConnection(services, connection, (session) => session.preflight({ streams, use }));
  });
