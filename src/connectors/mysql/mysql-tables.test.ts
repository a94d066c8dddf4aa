import { tableContract } from '#testing/contract/table-contract.ts';
import { mariadbDatabase } from '#testing/mariadb/mariadb-database.ts';
import { mysqlConnector } from './index.ts';

tableContract('MariaDB', async () => {
  const database = await mariadbDatabase('tables');
  const session = mysqlConnector.open({ url: database.url });
  return {
    session,
    async close() {
      await session.close();
      await database.close();
    },
  };
});
