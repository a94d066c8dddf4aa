import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { env } from '#config/env.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Closing } from './closing.ts';

const root = join(import.meta.dirname, '../..');
/** What the pages are built from. */
const sources = [
  'src',
  'public',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
const notPages = /\.test\.tsx?$|^src\/(launch|runner|engine|cli|testing)\//;

export const nextCli = createRequire(import.meta.url).resolve('next/dist/bin/next');

/** Whether the folder holds a build of the sources as they are now. */
export async function isBuilt(folder: string): Promise<boolean> {
  const stamp = await readFile(join(root, folder, '.syncline-sources'), 'utf8').catch(() => null);
  return stamp !== null && stamp === (await hashSources());
}

/**
 * Builds the pages into the folder unless they were built from the same sources.
 * @param say tells the person what happens
 */
export async function buildPages(
  folder: string,
  closing: Closing,
  say: (line: string) => void,
): Promise<void> {
  const hash = await hashSources();
  const stampPath = join(root, folder, '.syncline-sources');
  if ((await readFile(stampPath, 'utf8').catch(() => null)) === hash) return;
  await rm(stampPath, { force: true });
  say('Building the pages (once per version, about a minute) …');
  const started = Date.now();
  await runBuild(folder, closing);
  await writeFile(stampPath, hash);
  say(`Pages built in ${Math.round((Date.now() - started) / 1000)} s.`);
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const path of await filesBelow(join(root, source))) {
      const name = relative(root, path);
      if (!notPages.test(name)) hash.update(`\0${name}\0`).update(await readFile(path));
    }
  }
  return hash.digest('hex');
}

/** The file itself, or every file below the folder in the order of their names; nothing when it does not exist. */
async function filesBelow(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

async function runBuild(folder: string, closing: Closing): Promise<void> {
  const child = spawn(process.execPath, [nextCli, 'build'], {
    cwd: root,
    env: env.forChild({ NODE_ENV: 'production', SYNCLINE_NEXT_DIR: folder, NEXT_TELEMETRY_DISABLED: '1' }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const done = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  let ended = false;
  await closing.add(async () => {
    if (ended) return;
    child.kill('SIGTERM');
    await done;
  });
  const code = await done;
  ended = true;
  if (code !== 0) throw new SyncError('INTERNAL', 'The pages could not be built.', { detail: said.trim() });
}
