import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { SyncError } from '#core/errors/sync-error.ts';

/** Which files a connection may name. */
export type AllowedFiles = {
  /** Absolute paths of folders; null where any file of the machine may be opened. */
  folders: string[] | null;
  /** Folders whose files are nobody's: Syncline's own. */
  forbidden: string[];
};

/**
 * The file's real path, links followed.
 *
 * @param create the file may be missing, if its folder is there.
 * @throws SyncError `DATABASE_MISSING`, `CONFIG_INVALID` (a folder, or a name of ours), `PRIVILEGE_MISSING`.
 */
export function checkSqlitePath(file: string, create: boolean, allowed: AllowedFiles): string {
  const real = realPath(file, create);
  const { folders } = allowed;
  const barred = allowed.forbidden.filter((folder) => isWithin(real, folder));
  // A folder that was opened on purpose may lie within one that is Syncline's.
  const opened = folders?.filter((folder) => isWithin(real, folder)) ?? [];
  if (barred.some((folder) => !opened.some((inner) => isWithin(realpathSync(inner), folder)))) {
    throw new SyncError(
      'PRIVILEGE_MISSING',
      `${file} lies in Syncline’s own folder, which no connection may use.`,
    );
  }
  if (folders !== null && opened.length === 0) {
    throw new SyncError('PRIVILEGE_MISSING', `${file} lies in no folder that connections may use.`, {
      detail:
        folders.length === 0
          ? 'No folder is open to connections: whoever runs Syncline names them in SYNCLINE_SQLITE_FOLDERS.'
          : `SYNCLINE_SQLITE_FOLDERS opens: ${folders.join(', ')}`,
    });
  }
  return real;
}

function realPath(file: string, create: boolean): string {
  try {
    const real = realpathSync(file);
    if (statSync(real).isFile()) return real;
    throw new SyncError('CONFIG_INVALID', `${file} is no file.`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EACCES') throw new SyncError('PRIVILEGE_MISSING', `${file} may not be looked at.`);
    if (code === 'ENOTDIR') throw new SyncError('DATABASE_MISSING', `There is no file ${file}.`);
    if (code !== 'ENOENT') throw error;
  }
  if (!create) {
    throw new SyncError('DATABASE_MISSING', `There is no file ${file}.`, {
      detail: 'Syncline makes it if the connection’s setting “If missing” is “create”.',
    });
  }
  try {
    return join(realpathSync(dirname(file)), basename(file));
  } catch {
    throw new SyncError('DATABASE_MISSING', `There is no folder ${dirname(file)}.`);
  }
}

function isWithin(real: string, folder: string): boolean {
  let base: string;
  try {
    base = realpathSync(folder);
  } catch {
    return false;
  }
  return real === base || real.startsWith(base.endsWith(sep) ? base : base + sep);
}
