import type { TestProject } from 'vitest/node';
import { startTestServer } from './start-test-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL of the test server's database `postgres`. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL for all test files, gone at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  project.provide('postgresUrl', server.adminUrl);
  return () => server.stop();
}
