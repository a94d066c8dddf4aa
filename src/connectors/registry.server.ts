import type { Connector } from '#core/ports/connector.ts';
import { mysqlConnector } from './mysql/index.ts';
import { postgresConnector } from './postgres/index.ts';

/** Every connector with its server code, by id. */
export const connectors: Record<string, Connector> = {
  [postgresConnector.manifest.id]: postgresConnector,
  [mysqlConnector.manifest.id]: mysqlConnector,
};
