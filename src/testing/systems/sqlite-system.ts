import { sqliteConnector } from '#connectors/sqlite/index.ts';
import { sqliteDatabase } from './sqlite-database.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import type { TestSystem } from './test-system.ts';

const connector = sqliteConnector(() => ({ folders: null, forbidden: [] }));

export const sqliteSystem: TestSystem = {
  id: connector.manifest.id,
  connector,
  dialect: sqliteDialect,
  database: sqliteDatabase,
  config: (url) => ({ url }),
  stream: (_url, table) => table,
  writer: (url) => new SqliteWriter(url),
  startServer: null,
};
