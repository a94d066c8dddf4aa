import { tableContract } from '#testing/contract/table-contract.ts';
import { testFile } from '#testing/sqlite-file.ts';
import { sqliteConnector } from './index.ts';

tableContract(
  'SQLite',
  async () => {
    const file = testFile('');
    const session = sqliteConnector(() => ({ folders: null, forbidden: [] })).open({ file: file.path });
    return {
      session,
      async close() {
        await session.close();
        file.remove();
      },
    };
  },
  { comments: false },
);
