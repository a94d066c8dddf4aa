import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#launch/embedded-postgres.ts';

/** Starts a PostgreSQL of its own that keeps commit times, durable as in earnest, and removes it afterwards. */
export async function withServer<T>(work: (server: EmbeddedPostgres) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-bench-'));
  const server = await startEmbeddedPostgres({ folder, settings: { track_commit_timestamp: 'on' } });
  try {
    return await work(server);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A new database and a pool on it. */
export async function newDatabase(
  server: EmbeddedPostgres,
  name: string,
  sql: string,
): Promise<{ url: string; pool: pg.Pool }> {
  await server.ensureDatabase(name);
  const pool = new pg.Pool({ connectionString: server.url(name), max: 8 });
  // When a measurement fails the server goes first: that failure is the one to be seen.
  pool.on('error', () => undefined);
  await pool.query(sql);
  return { url: server.url(name), pool };
}
