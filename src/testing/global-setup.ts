import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '#db/migrate.ts';
import { startEmbeddedPostgres } from '../launch/embedded-postgres.ts';
import { generatePrismaClient } from '../launch/generate-prisma-client.mjs';
import { storeTemplate } from './store-template.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The superuser's URL of the test server's database `postgres`. */
    postgresUrl: string;
  }
}

/** One real PostgreSQL for all test files, in a folder of its own, gone at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await generatePrismaClient();
  const folder = await mkdtemp(join(tmpdir(), 'syncline-test-'));
  const server = await startEmbeddedPostgres({
    folder,
    settings: { fsync: 'off', full_page_writes: 'off', max_replication_slots: '256', max_wal_senders: '256' },
  });
  await server.ensureDatabase(storeTemplate);
  await migrate(server.url(storeTemplate));
  project.provide('postgresUrl', server.url('postgres'));
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
