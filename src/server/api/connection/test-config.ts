import { z } from 'zod';
import { completeConfig } from '../../connections/complete-config.ts';
import { ConfigInput } from '../../connections/connection-input.ts';
import { findConnection } from '../../connections/find-connection.ts';
import { withSession } from '../../connections/with-session.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * Tries settings before they are saved; with `id`, secrets left out are the stored ones of that connection.
 * `profiled`: settings as the data suggest them.
 */
export const testConfig = workspaceProcedure('connection.testConfig')
  .input(z.object({ connector: z.string(), config: ConfigInput, id: z.string().optional() }))
  .mutation(async ({ ctx: { services, within }, input }) => {
    const stored = input.id === undefined ? null : await findConnection(within, { id: input.id });
    const config = completeConfig(services, input.connector, input.config, stored);
    return withSession(input.connector, config, async (session) => ({
      ...(await session.test()),
      profiled: (await session.profileSettings?.()) ?? {},
    }));
  });
