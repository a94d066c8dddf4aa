import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorManifest } from '#core/ports/connector.ts';
import type { Services } from '../services.ts';
import { type Config, parseConfig } from './connection-config.ts';
import type { StoredConnection } from './find-connection.ts';
import { manifestOf } from './manifest-of.ts';
import { openSecrets } from './seal-secrets.ts';

/**
 * Settings as they were sent, validated and complete: secrets that were left out come from the
 * stored connection, if there is one of the same connector that leads to the same place. Throws
 * `CONFIG_INVALID`.
 */
export function completeConfig(
  services: Services,
  connector: string,
  config: Config,
  stored: StoredConnection | null,
): Config {
  const manifest = manifestOf(connector);
  if (stored?.connector !== connector) return parseConfig(manifest, config);
  // A URL brings its own secrets: read it before the stored ones fill what is still missing.
  const fields = 'url' in config ? parseConfig(manifest, config) : config;
  const secrets = openSecrets(services.secretKey, stored.id, stored.secrets);
  const missing = manifest.secretFields.filter((name) => isEmpty(fields[name]) && !isEmpty(secrets[name]));
  const kept = Object.fromEntries(missing.map((name) => [name, secrets[name]]));
  const complete = parseConfig(manifest, { ...fields, ...kept });
  if (missing.length > 0) requireSamePlace(manifest, stored.config as Config, complete, missing);
  return complete;
}

/** A stored secret must not be sent to a place that whoever changed the settings chose. */
function requireSamePlace(
  manifest: ConnectorManifest,
  before: Config,
  after: Config,
  missing: string[],
): void {
  const moved = manifest.addressFields.filter((name) => before[name] !== after[name]);
  if (moved.length === 0) return;
  throw new SyncError(
    'CONFIG_INVALID',
    `The ${moved.join(' and ')} changed: give the ${missing.join(' and ')} again.`,
  );
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
