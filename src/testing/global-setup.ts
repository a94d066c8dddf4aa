import type { TestProject } from 'vitest/node';
import { openMariadbDesk } from './mariadb/mariadb-desk.ts';
import { startTestServer } from './start-test-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL of the test server's database `postgres`. */
    postgresUrl: string;
    /** Where the tests' MariaDB is to be had. */
    mariadbDesk: number;
  }
}

/** One real PostgreSQL and, for those who ask, one real MariaDB for all test files, gone at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [server, desk] = await Promise.all([startTestServer(), openMariadbDesk()]);
  project.provide('postgresUrl', server.adminUrl);
  project.provide('mariadbDesk', desk.port);
  return async () => {
    await Promise.all([server.stop(), desk.close()]);
  };
}
