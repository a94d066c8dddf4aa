import { connectors } from '#connectors/registry.server.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { SealedConnection } from '#db/runner/load-flow.ts';
import { open } from '#lib/secret-box.ts';

/** Opened systems by connection name. */
export type Sessions = Map<string, ConnectorSession>;

/**
 * Opens the connections that a flow needs.
 * @throws SyncError `NOT_FOUND` for a deleted connection, `SECRET_KEY_INVALID` for secrets of another key.
 */
export function openSessions(
  secretKey: Buffer,
  connections: SealedConnection[],
  names: Iterable<string>,
): Sessions {
  const sessions: Sessions = new Map();
  for (const name of new Set(names)) {
    const connection = connections.find((each) => each.name === name);
    if (!connection) throw new SyncError('NOT_FOUND', `The connection "${name}" was deleted or renamed.`);
    sessions.set(name, openSession(secretKey, connection));
  }
  return sessions;
}

function openSession(secretKey: Buffer, connection: SealedConnection): ConnectorSession {
  const connector = connectors[connection.connector];
  if (!connector) throw new SyncError('CONFIG_INVALID', `There is no connector "${connection.connector}".`);
  let secrets: Record<string, unknown>;
  try {
    secrets = JSON.parse(open(secretKey, connection.secrets, connection.id));
  } catch (cause) {
    throw new SyncError(
      'SECRET_KEY_INVALID',
      `The secrets of "${connection.name}" cannot be read with this key.`,
      { cause },
    );
  }
  return connector.open({ ...connection.config, ...secrets });
}

/** Closes them all, whatever state they are in. */
export async function closeSessions(sessions: Sessions): Promise<void> {
  await Promise.allSettled([...sessions.values()].map((session) => session.close()));
}
