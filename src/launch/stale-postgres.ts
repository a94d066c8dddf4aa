import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const orderlyMs = 30_000;

/**
 * Clears what a killed Syncline may have left in the data folder: a server that still runs is shut down, and a pid
 * file whose process is gone, or is another program by now, is removed (PostgreSQL would take it for a server).
 */
export async function endStalePostgres(dataFolder: string): Promise<void> {
  const pidPath = join(dataFolder, 'postmaster.pid');
  const text = await readFile(pidPath, 'utf8').catch(() => null);
  if (text === null) return;
  const pid = Number(text.split('\n')[0]);
  if (!(await isPostgresOf(pid, dataFolder))) {
    await rm(pidPath, { force: true });
    return;
  }
  signal(pid, 'SIGINT');
  const deadline = Date.now() + orderlyMs;
  while (await isPostgresOf(pid, dataFolder)) {
    if (Date.now() > deadline) signal(pid, 'SIGQUIT');
    await sleep(100);
  }
}

async function isPostgresOf(pid: number, dataFolder: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    const { stdout } = await run('ps', ['-ww', '-o', 'stat=,command=', '-p', String(pid)]);
    return !stdout.startsWith('Z') && stdout.includes('postgres') && stdout.includes(dataFolder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return false; // ps: no such process
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return command.includes('postgres') && command.includes(dataFolder);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
