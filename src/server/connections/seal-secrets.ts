import { SyncError } from '#core/errors/sync-error.ts';
import { open, seal } from '#lib/secret-box.ts';
import type { Config } from './connection-config.ts';

/** Seals a connection's secret settings; they open only with the same key and for the same connection. */
export function sealSecrets(key: Buffer, connectionId: string, secrets: Config): string {
  return seal(key, JSON.stringify(secrets), connectionId);
}

/** Throws `SECRET_KEY_INVALID` when they were sealed with another key. */
export function openSecrets(key: Buffer, connectionId: string, sealed: string): Config {
  try {
    return JSON.parse(open(key, sealed, connectionId)) as Config;
  } catch (cause) {
    throw new SyncError('SECRET_KEY_INVALID', 'The secrets of the connection cannot be read with this key.', {
      cause,
    });
  }
}
