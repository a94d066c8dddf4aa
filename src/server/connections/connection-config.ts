import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ConnectorManifest } from '#core/ports/connector.ts';

export type Config = Record<string, unknown>;

/** Validates settings by the connector's own schema. Throws `CONFIG_INVALID` with every problem named. */
export function parseConfig(manifest: ConnectorManifest, config: Config): Config {
  const parsed = manifest.config.safeParse(config);
  if (parsed.success) return parsed.data;
  throw new SyncError('CONFIG_INVALID', `The settings are not complete: ${z.prettifyError(parsed.error)}`);
}

/** Parts the settings into those that may be shown and those that are secret. */
export function splitConfig(manifest: ConnectorManifest, config: Config): { plain: Config; secret: Config } {
  const isSecret = ([name]: [string, unknown]) => manifest.secretFields.includes(name);
  const entries = Object.entries(config);
  return {
    plain: Object.fromEntries(entries.filter((entry) => !isSecret(entry))),
    secret: Object.fromEntries(entries.filter(isSecret)),
  };
}
