import { postgresConnector } from '#connectors/postgres/index.ts';
import { testDatabase } from '../test-database.ts';
import { startCrashingPostgres } from './crashing-postgres.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { PostgresWriter } from './postgres-writer.ts';
import type { TestSystem } from './test-system.ts';

export const postgresSystem: TestSystem = {
  id: postgresConnector.manifest.id,
  connector: postgresConnector,
  dialect: postgresDialect,
  database: (label, server) => testDatabase(label, undefined, server),
  config: (url) => ({ url }),
  stream: (_url, table) => `public.${table}`,
  writer: (url) => new PostgresWriter(url),
  startServer: startCrashingPostgres,
};
