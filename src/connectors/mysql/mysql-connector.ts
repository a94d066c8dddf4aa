import { SyncError } from '#core/errors/sync-error.ts';
import type { Connector } from '#core/ports/connector.ts';
import { MysqlConfig, mysqlManifest } from './mysql-manifest.ts';
import { MysqlSession } from './mysql-session.ts';

/** Opens MySQL and MariaDB databases. */
export const mysqlConnector: Connector = {
  manifest: mysqlManifest,
  open(config) {
    const parsed = MysqlConfig.safeParse(config);
    if (!parsed.success) {
      throw new SyncError('CONFIG_INVALID', 'The connection settings are incomplete or malformed.', {
        detail: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
      });
    }
    return new MysqlSession(parsed.data);
  },
};
