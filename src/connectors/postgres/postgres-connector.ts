import { SyncError } from '#core/errors/sync-error.ts';
import type { Connector } from '#core/ports/connector.ts';
import { PostgresConfig, postgresManifest } from './postgres-manifest.ts';
import { PostgresSession } from './postgres-session.ts';

/** Opens PostgreSQL databases. */
export const postgresConnector: Connector = {
  manifest: postgresManifest,
  open(config) {
    const parsed = PostgresConfig.safeParse(config);
    if (!parsed.success) {
      throw new SyncError('CONFIG_INVALID', 'The connection settings are incomplete or malformed.', {
        detail: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
      });
    }
    return new PostgresSession(parsed.data);
  },
};
