import { flowsUsing } from '../../connections/flows-using.ts';
import { type ConnectionView, presentConnection } from '../../connections/present-connection.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The workspace's connections, without secrets. */
export const listConnections = workspaceProcedure('connection.list').query(
  async ({ ctx: { within } }): Promise<ConnectionView[]> => {
    const uses = await flowsUsing(within);
    const connections = await within.store.connections.list();
    return connections.map((connection) => presentConnection(connection, uses));
  },
);
