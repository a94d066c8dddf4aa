import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBuilt } from '../src/launch/build-pages.ts';
import { freePort } from '../src/lib/free-port.ts';
import { type Installation, installationPath, resultsFolder } from './installation.ts';

const root = join(import.meta.dirname, '..');
/** A loaded machine takes long to build the pages. */
const readyWithinMs = 1_800_000;

/**
 * Starts a complete Syncline, demo and all, as `npm start` does, in a folder of its own, and describes it for a worker.
 * @param place the worker's, from 0
 * @returns what ends it
 */
export async function startInstallation(place: number): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'syncline-e2e-'));
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'src/launch/start.ts')], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      SYNCLINE_HOME: home,
      SYNCLINE_NEXT_DIR: await pagesFolder(),
      DATABASE_URL: '',
      SYNCLINE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const log = createWriteStream(join(resultsFolder, `syncline-${place}.log`));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    log.end();
    await rm(home, { recursive: true, force: true });
  };

  const entryLink = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`Syncline was not ready in time:\n${said}`)),
      readyWithinMs,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk;
      log.write(chunk);
      const link = /http\S+\/api\/enter\?token=\S+/.exec(said)?.[0];
      if (link === undefined) return;
      clearTimeout(late);
      resolve(link);
    });
    child.on('exit', (code) => reject(new Error(`Syncline ended with code ${code}:\n${said}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });

  const server = JSON.parse(await readFile(join(home, 'postgres/server.json'), 'utf8'));
  const installation: Installation = {
    url: new URL(entryLink).origin,
    entryLink,
    signedInState: join(resultsFolder, `signed-in-${place}.json`),
    adminUrl: `postgresql://postgres:${server.password}@127.0.0.1:${server.port}/postgres`,
    home,
  };
  await writeFile(installationPath(place), JSON.stringify(installation));
  return stop;
}

/** A Syncline may be serving from `.next` right now: pages of other sources are built beside it. */
async function pagesFolder(): Promise<string> {
  const usual = '.next';
  return !existsSync(join(root, usual, 'BUILD_ID')) || (await isBuilt(usual)) ? usual : '.next-test';
}
