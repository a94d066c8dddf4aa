import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#db/migrate.ts';
import { startEmbeddedPostgres } from '../launch/embedded-postgres.ts';
import { generatePrismaClient } from '../launch/generate-prisma-client.mjs';
import { storeTemplate } from './store-template.ts';

/** A real PostgreSQL in a folder of its own that is quick rather than durable, with the store's template. */
export async function startTestServer(
  settings: Record<string, string> = {},
): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  await generatePrismaClient();
  const folder = await mkdtemp(join(tmpdir(), 'syncline-test-'));
  const server = await startEmbeddedPostgres({
    folder,
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      max_replication_slots: '256',
      max_wal_senders: '256',
      ...settings,
    },
  });
  await server.ensureDatabase(storeTemplate);
  await migrate(server.url(storeTemplate));
  return {
    adminUrl: server.url('postgres'),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
