import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresAccount } from './postgres-account.ts';

const run = promisify(execFile);

/** Where files go that PostgreSQL's own account cannot reach below root's home. */
const systemFolder = '/var/lib/syncline';

/**
 * A copy of the PostgreSQL binaries that the account can run: the installed one where it can be reached. Root's home
 * is usually closed to other accounts, so a clone below it needs the copy.
 */
export async function reachableBinaries(installed: string, account: PostgresAccount | null): Promise<string> {
  if (account === null || (await isReachable(join(installed, 'bin/postgres'), account))) return installed;
  const { mtimeMs, size } = await stat(join(installed, 'bin/postgres'));
  const copy = join(systemFolder, `postgres-${size}-${Math.round(mtimeMs)}`);
  if ((await stat(copy).catch(() => null)) !== null) return copy;
  await mkdir(systemFolder, { recursive: true, mode: 0o755 });
  const unfinished = await mkdtemp(join(systemFolder, 'copying-'));
  await cp(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  await run('chmod', ['-R', 'a+rX', unfinished]);
  // Somebody else may have been quicker; then theirs is as good.
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
  return copy;
}

/**
 * The real path of `<folder>/data`. Where the account cannot reach it, it becomes a link to a folder that it can;
 * removing the link starts afresh.
 */
export async function reachableDataFolder(folder: string, account: PostgresAccount | null): Promise<string> {
  await mkdir(folder, { recursive: true });
  const data = join(folder, 'data');
  if (account === null) return data;
  await chmod(folder, 0o711);
  const existing = await lstat(data).catch(() => null);
  if (existing?.isSymbolicLink()) {
    const target = await realpath(data).catch(() => null);
    if (target !== null) return target;
    await rm(data);
  }
  if (existing?.isDirectory() || (await isReachable(folder, account))) return data;
  await mkdir(systemFolder, { recursive: true, mode: 0o755 });
  const outside = await mkdtemp(join(systemFolder, 'data-'));
  await chmod(outside, 0o711);
  const target = join(outside, 'data');
  await mkdir(target);
  await symlink(target, data);
  return target;
}

async function isReachable(path: string, account: PostgresAccount): Promise<boolean> {
  for (let at = await realpath(path); ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const executable = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & executable) === 0) return false;
    if (at === dirname(at)) return true;
  }
}
