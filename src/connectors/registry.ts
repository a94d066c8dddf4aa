import type { ConnectorManifest } from '#core/ports/connector.ts';
import { mysqlManifest } from './mysql/mysql-manifest.ts';
import { postgresManifest } from './postgres/postgres-manifest.ts';
import { sqliteManifest } from './sqlite/sqlite-manifest.ts';

/** Every connector as the browser may know it, by id. */
export const connectorManifests: Record<string, ConnectorManifest> = {
  [postgresManifest.id]: postgresManifest,
  [mysqlManifest.id]: mysqlManifest,
  [sqliteManifest.id]: sqliteManifest,
};
