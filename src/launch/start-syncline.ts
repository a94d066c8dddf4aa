import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '#config/env.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { migrate } from '#db/migrate.ts';
import { freePort, isPortFree } from '#lib/free-port.ts';
import { buildPages, nextCli } from './build-pages.ts';
import type { Closing } from './closing.ts';
import { openDataFolder } from './data-folder.ts';
import { takeFirstSteps } from './first-steps.ts';
import { openStore } from './open-store.ts';
import { Part } from './part.ts';
import { say, sayForPart } from './say.ts';

const root = join(import.meta.dirname, '../..');

export interface StartOptions {
  /** Pages and runner follow the sources as they are edited. */
  dev: boolean;
  /** Gets what ends it all. */
  closing: Closing;
}

/** Starts everything on this machine: the data folder, the database, the web part and the runner. */
export async function startSyncline({ dev, closing }: StartOptions): Promise<void> {
  const started = Date.now();
  const port = await choosePort();
  const home = await openDataFolder(env.home());
  await closing.add(home.release);

  const store = await openStore(home.path, env.databaseUrlIfSet(), say);
  await closing.add(store.stop);
  say(`Database: ${store.description}`);
  const applied = await migrate(store.url);
  if (applied.length > 0) say(`Applied ${applied.length} migration${applied.length === 1 ? '' : 's'}.`);
  env.secretKey(); // made now, so that web and runner find one

  const publicUrl = env.publicUrl(port);
  const demoAdminUrl = env.demo() ? store.adminUrl : null;
  const link = await takeFirstSteps({ home: home.path, storeUrl: store.url, publicUrl, demoAdminUrl, say });
  const folder = env.pagesFolder();
  if (!dev) await buildPages(folder, closing, say);

  const shared = {
    DATABASE_URL: store.url,
    SYNCLINE_ADMIN_URL: store.adminUrl ?? undefined,
    SYNCLINE_HOME: home.path,
    SYNCLINE_URL: publicUrl,
    PORT: String(port),
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    SYNCLINE_NEXT_DIR: folder,
  };
  const startPart = async (name: string, args: string[]) => {
    const onLine = (line: string) => sayForPart(name, line);
    const part = new Part({ name, args, cwd: root, env: env.forChild(shared), onLine, say });
    part.start();
    await closing.add(() => part.stop());
  };
  await startPart('web', [nextCli, dev ? 'dev' : 'start', '--port', String(port), '--hostname', env.host()]);
  const watch = dev ? ['--watch', '--watch-preserve-output'] : [];
  await startPart('runner', ['--no-node-snapshot', ...watch, join(root, 'src/runner/main.ts')]);

  await waitForPages(`http://${urlHost(env.host())}:${port}/api/health`, closing);
  if (closing.begun) return;
  // For the command, which looks here for the server.
  const addressPath = join(home.path, 'address');
  await writeFile(addressPath, `${publicUrl}\n`);
  await closing.add(() => rm(addressPath, { force: true }));
  say(
    [
      '',
      `Syncline is ready at ${publicUrl} (after ${((Date.now() - started) / 1000).toFixed(1)} s).`,
      `Sign in, once, within a day:  ${link}`,
      `Data folder: ${home.path}. Ctrl-C stops everything.`,
      '',
    ].join('\n'),
  );
}

async function choosePort(): Promise<number> {
  const wanted = env.port();
  if (wanted === 0) return freePort(env.host());
  if (await isPortFree(wanted, env.host())) return wanted;
  throw new SyncError('PORT_TAKEN', `Another program listens on port ${wanted}.`);
}

/** An address that listens everywhere is reached by the loopback interface. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function waitForPages(url: string, closing: Closing): Promise<void> {
  while (!closing.begun) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch(() => null); // not listening yet
    if (answer?.ok) return;
    await sleep(100);
  }
}
