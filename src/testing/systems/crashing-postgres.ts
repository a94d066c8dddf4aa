import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#launch/embedded-postgres.ts';
import type { CrashingServer } from './test-system.ts';

/** Starts a PostgreSQL that is durable against its own death, though not against the machine's. */
export async function startCrashingPostgres(): Promise<CrashingServer> {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-crash-'));
  const start = () => startEmbeddedPostgres({ folder, settings: { fsync: 'off' } });
  let server: EmbeddedPostgres = await start();
  const adminUrl = server.url('postgres');
  return {
    adminUrl,
    async crash() {
      const postmaster = await postmasterOf(adminUrl);
      process.kill(postmaster, 'SIGKILL');
      await server.exited;
      server = await start();
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ folder: string }>(
    `SELECT current_setting('data_directory') AS folder`,
  );
  await client.end();
  const [pid] = (await readFile(join(rows[0]?.folder ?? '', 'postmaster.pid'), 'utf8')).split('\n');
  return Number(pid);
}
