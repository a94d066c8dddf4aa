import { connectors } from '#connectors/registry.server.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Services } from '../services.ts';
import type { Config } from './connection-config.ts';
import type { StoredConnection } from './find-connection.ts';
import { openSecrets } from './seal-secrets.ts';

const answerWithinMs = 20_000;

/** Opens a system, does one piece of work there, and closes it again, whatever happens, 20 seconds later at the latest unless it is said. */
export async function withSession<T>(
  connector: string,
  config: Config,
  work: (session: ConnectorSession) => Promise<T>,
  withinMs = answerWithinMs,
): Promise<T> {
  const session = connectors[connector]?.open(config);
  if (!session) throw new SyncError('CONFIG_INVALID', `There is no connector "${connector}".`);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new SyncError('CONNECTION_TIMEOUT', `The system did not answer within ${withinMs / 1000} seconds.`),
        ),
      withinMs,
    );
  });
  try {
    return await Promise.race([work(session), timeout]);
  } finally {
    clearTimeout(timer);
    await session.close();
  }
}

/** The same for a connection of the workspace, with its secrets opened. */
export function withConnection<T>(
  services: Services,
  connection: StoredConnection,
  work: (session: ConnectorSession) => Promise<T>,
  withinMs = answerWithinMs,
): Promise<T> {
  const secrets = openSecrets(services.secretKey, connection.id, connection.secrets);
  return withSession(connection.connector, { ...(connection.config as Config), ...secrets }, work, withinMs);
}
