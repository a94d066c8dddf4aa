import type { Services } from '../services.ts';
import { type Config, parseConfig, withStoredSecrets } from './connection-config.ts';
import type { StoredConnection } from './find-connection.ts';
import { manifestOf } from './manifest-of.ts';
import { openSecrets } from './seal-secrets.ts';

/**
 * Settings as they were sent, validated and complete: secrets that were left out come from the
 * stored connection, if there is one of the same connector. Throws `CONFIG_INVALID`.
 */
export function completeConfig(
  services: Services,
  connector: string,
  config: Config,
  stored: StoredConnection | null,
): Config {
  const manifest = manifestOf(connector);
  if (stored?.connector !== connector) return parseConfig(manifest, config);
  const secrets = openSecrets(services.secretKey, stored.id, stored.secrets);
  // A URL brings its own secrets: read it before the stored ones fill what is still missing.
  const fields = 'url' in config ? parseConfig(manifest, config) : config;
  return parseConfig(manifest, withStoredSecrets(manifest, fields, secrets));
}
