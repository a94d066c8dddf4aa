import { mysqlConnector } from '#connectors/mysql/index.ts';
import { mariadbDatabase } from '../mariadb/mariadb-database.ts';
import { startCrashingMariadb } from './crashing-mariadb.ts';
import { mysqlDialect } from './mysql-dialect.ts';
import { MysqlWriter } from './mysql-writer.ts';
import type { TestSystem } from './test-system.ts';

/** MariaDB, which the connector for MySQL reads and writes. */
export const mysqlSystem: TestSystem = {
  id: mysqlConnector.manifest.id,
  connector: mysqlConnector,
  dialect: mysqlDialect,
  database: mariadbDatabase,
  config: (url) => ({ url }),
  stream: (_url, table) => table,
  writer: (url) => new MysqlWriter(url),
  startServer: startCrashingMariadb,
};
