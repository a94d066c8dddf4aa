import { env } from '#config/env.ts';
import type { Connector } from '#core/ports/connector.ts';
import { mysqlConnector } from './mysql/index.ts';
import { postgresConnector } from './postgres/index.ts';
import { sqliteConnector } from './sqlite/index.ts';

const sqlite = sqliteConnector(() => ({ folders: env.sqliteFolders(), forbidden: [env.home()] }));

/** Every connector with its server code, by id. */
export const connectors: Record<string, Connector> = {
  [postgresConnector.manifest.id]: postgresConnector,
  [mysqlConnector.manifest.id]: mysqlConnector,
  [sqlite.manifest.id]: sqlite,
};
