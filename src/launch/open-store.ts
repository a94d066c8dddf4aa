import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '#core/errors/sync-error.ts';
import { checkStore } from './check-store.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

export interface Store {
  url: string;
  /** The embedded server's superuser URL; null with a database of the user's own. */
  adminUrl: string | null;
  /** What to tell the person who starts it. */
  description: string;
  stop(): Promise<void>;
}

/**
 * Opens Syncline's own database: the one that DATABASE_URL names, or else an embedded server in the data folder.
 * @param say tells the person what happens
 * @throws SyncError STORE_UNREACHABLE, STORE_UNSUPPORTED
 */
export async function openStore(
  home: string,
  databaseUrl: string | null,
  say: (line: string) => void,
): Promise<Store> {
  if (databaseUrl !== null) {
    const description = await checkStore(databaseUrl);
    return { url: databaseUrl, adminUrl: null, description, stop: async () => undefined };
  }
  const folder = join(home, 'postgres');
  const first = await startEmbeddedPostgres({ folder });
  await first.ensureDatabase('syncline');
  const keeper = keepAlive(first, folder, say);
  return {
    url: first.url('syncline'),
    adminUrl: first.url('postgres'),
    description: `PostgreSQL on port ${first.port}, in ${folder}`,
    stop: keeper,
  };
}

/** Starts the server again when it ends unasked. Returns what ends it for good. */
function keepAlive(
  first: EmbeddedPostgres,
  folder: string,
  say: (line: string) => void,
): () => Promise<void> {
  let server = first;
  let stopping = false;
  const watch = async () => {
    for (let pause = 1_000; ; pause = Math.min(pause * 2, 30_000)) {
      await server.exited;
      if (stopping) return;
      say(`The database ended unexpectedly; starting it again in ${pause / 1000} s.`);
      await sleep(pause);
      if (stopping) return;
      try {
        server = await startEmbeddedPostgres({ folder, port: first.port });
        // It was asked to stop while it started.
        if (stopping) return await server.stop();
        say('The database is back.');
      } catch (error) {
        say(error instanceof SyncError ? `${error.message} ${error.detail}` : String(error));
      }
    }
  };
  const watching = watch();
  return async () => {
    stopping = true;
    await server.stop();
    await watching;
  };
}
