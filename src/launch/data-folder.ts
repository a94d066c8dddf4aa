import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';

const run = promisify(execFile);

/** Raised whenever an older version could not read what this one writes into the data folder. */
const format = 1;
/** Milliseconds in which a lock that was made names its holder. */
const WRITTEN_WITHIN = 3_000;

const Holder = z.object({ pid: z.number(), started: z.string() });
type Holder = z.infer<typeof Holder>;

export interface DataFolder {
  path: string;
  /** Lets another Syncline have the folder. */
  release(): Promise<void>;
}

/**
 * Makes the data folder when it is missing and takes it for this process alone.
 * @throws SyncError DATA_NEWER, DATA_LOCKED
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true });
  // Passable, so that the account which PostgreSQL runs as under root gets to its own folder; secrets are files of 0600.
  if (process.getuid?.() === 0) await chmod(path, 0o711);
  await checkFormat(path);
  const lockPath = join(path, 'lock');
  await takeLock(path, lockPath);
  return { path, release: () => rm(lockPath, { force: true }) };
}

async function checkFormat(path: string): Promise<void> {
  const formatPath = join(path, 'format');
  const text = await readFile(formatPath, 'utf8').catch(() => null);
  if (text === null) {
    await writeFile(formatPath, `${format}\n`);
    return;
  }
  if (Number(text) <= format) return;
  throw new SyncError(
    'DATA_NEWER',
    `The data folder ${path} has format ${text.trim()}; this version knows ${format}.`,
  );
}

async function takeLock(path: string, lockPath: string): Promise<void> {
  const us: Holder = { pid: process.pid, started: (await processStart(process.pid)) ?? '' };
  for (let attempt = 0; attempt < 3; ) {
    try {
      await writeFile(lockPath, JSON.stringify(us), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(lockPath);
    if (holder !== null && (await processStart(holder.pid)) === holder.started) {
      throw new SyncError(
        'DATA_LOCKED',
        `Another Syncline (process ${holder.pid}) uses the data folder ${path}.`,
      );
    }
    if (holder === null && (await isYoung(lockPath))) {
      await sleep(50);
      continue;
    }
    await rm(lockPath, { force: true }); // its process is gone
    attempt += 1;
  }
  throw new SyncError('DATA_LOCKED', `Another Syncline is starting in the data folder ${path}.`);
}

/** Whoever has just made it may still be writing down who it is. */
async function isYoung(lockPath: string): Promise<boolean> {
  const made = await stat(lockPath).catch(() => null); // gone meanwhile
  return made !== null && Math.abs(Date.now() - made.mtimeMs) < WRITTEN_WITHIN;
}

async function readHolder(lockPath: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(lockPath, 'utf8')));
  } catch {
    return null; // gone meanwhile, or cut short by a crash
  }
}

/** When the process started, in the system's words: a pid alone may belong to another program by now. */
async function processStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    // The second field is the command in brackets and may hold spaces; the start is the 22nd field.
    const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot.trim()} ${ticks}`;
  }
  const listed = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
  return listed?.stdout.trim() || null;
}
