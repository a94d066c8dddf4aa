import { SyncError } from '#core/errors/sync-error.ts';
import type { Connector } from '#core/ports/connector.ts';
import { SqliteConfig, sqliteManifest } from './sqlite-manifest.ts';
import type { AllowedFiles } from './sqlite-path.ts';
import { SqliteSession } from './sqlite-session.ts';

/**
 * Opens SQLite files.
 *
 * @param allowed which files of this machine a connection may name, asked whenever one is opened.
 */
export function sqliteConnector(allowed: () => AllowedFiles): Connector {
  return {
    manifest: sqliteManifest,
    open(config) {
      const parsed = SqliteConfig.safeParse(config);
      if (!parsed.success) {
        throw new SyncError('CONFIG_INVALID', 'The connection settings are incomplete or malformed.', {
          detail: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
        });
      }
      return new SqliteSession(parsed.data, allowed());
    },
  };
}
