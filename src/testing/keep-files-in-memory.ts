import { readFileSync, statfsSync } from 'node:fs';

/** A file system in memory that every Linux has, though in a container it may be tiny, or closed to programs. */
const memory = '/dev/shm';
const gibibyte = 2 ** 30;

/**
 * Temporary files of this process and of all that it starts are kept in memory where there is plenty of it. Tests make
 * a thousand databases of hundreds of files each, which costs a disk more than all that is done with them.
 * A folder that somebody chose (`TMPDIR`) stays.
 */
export function keepFilesInMemory(): void {
  if (process.env.TMPDIR === undefined && isRoomy()) process.env.TMPDIR = memory;
}

function isRoomy(): boolean {
  if (process.platform !== 'linux' || process.availableMemory() < 8 * gibibyte) return false;
  const mount = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, path]) => path === memory);
  const [, , kind, options = ''] = mount ?? [];
  if (kind !== 'tmpfs' || options.split(',').includes('noexec')) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= 4 * gibibyte;
}
