import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#launch/embedded-postgres.ts';

/** A PostgreSQL of a benchmark, with the database that is measured. */
export type BenchServer = {
  name: string;
  url: string;
  /** The benchmark's own connections; its backends are told from others by `application_name`. */
  pool: pg.Pool;
};

/** The two sides and Syncline's store. */
export type BenchServers = { left: BenchServer; right: BenchServer; store: BenchServer };

/** What the benchmark's own connections are called. */
export const BENCH_APPLICATION = 'bench';

const settings = {
  track_commit_timestamp: 'on',
  // A checkpoint that falls into one contender's time and not into the other's is no difference between them.
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
  // Room for as many of native's workers as a benchmark asks for, and for the slots of a hundred flows.
  max_worker_processes: '32',
  max_logical_replication_workers: '16',
  max_connections: '800',
};

/**
 * Starts three PostgreSQL processes, as in life: one for each side and one for the store, so that no reader
 * of a log has to skip what another server would have written elsewhere. They are durable as in earnest.
 */
export async function withServers<T>(work: (servers: BenchServers) => Promise<T>): Promise<T> {
  return withServer('left', (left) =>
    withServer('right', (right) => withServer('store', (store) => work({ left, right, store }))),
  );
}

/** Starts one PostgreSQL process with a database of that name, and removes it afterwards. */
export async function withServer<T>(name: string, work: (server: BenchServer) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `syncline-bench-${name}-`));
  const server = await startEmbeddedPostgres({ folder, settings });
  try {
    const opened = await openDatabase(server, name);
    try {
      return await work(opened);
    } finally {
      await opened.pool.end();
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openDatabase(server: EmbeddedPostgres, name: string): Promise<BenchServer> {
  await server.ensureDatabase(name);
  const pool = new pg.Pool({
    connectionString: server.url(name),
    max: 12,
    application_name: BENCH_APPLICATION,
    options: '-c TimeZone=UTC -c jit=off',
  });
  // When a measurement fails the server goes first: that failure is the one to be seen.
  pool.on('error', () => undefined);
  return { name, url: server.url(name), pool };
}
