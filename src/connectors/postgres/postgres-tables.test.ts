import { tableContract } from '#testing/contract/table-contract.ts';
import { testDatabase } from '#testing/test-database.ts';
import { postgresConnector } from './index.ts';

tableContract('PostgreSQL', async () => {
  const database = await testDatabase('tables');
  const session = postgresConnector.open({ url: database.url });
  return {
    session,
    async close() {
      await session.close();
      await database.close();
    },
  };
});
