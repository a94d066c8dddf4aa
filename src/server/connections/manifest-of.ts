import { connectorManifests } from '#connectors/registry.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorManifest } from '#core/ports/connector.ts';

/** What the connector says of itself. Throws `CONFIG_INVALID` when there is none of that id. */
export function manifestOf(connector: string): ConnectorManifest {
  const manifest = connectorManifests[connector];
  if (manifest) return manifest;
  const known = Object.keys(connectorManifests).join(', ');
  throw new SyncError('CONFIG_INVALID', `There is no connector "${connector}". There is: ${known}.`);
}
