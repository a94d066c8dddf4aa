import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import { isBusy } from './sqlite-errors.ts';
import type { SqliteFile } from './sqlite-file.ts';
import { quoteName } from './sqlite-names.ts';
import { checkStream } from './sqlite-preflight-stream.ts';

export type PreflightRequest = { streams: string[]; use: 'source' | 'target' | 'both' };

/** File systems over a network, by the number that statfs gives (linux/magic.h). */
const networkSystems: Record<number, string> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  16914839: '9p',
  1397113167: 'AFS',
  1799439955: 'AFS',
  12805120: 'Ceph',
  1702057286: 'FUSE',
};

/** Looks at everything that a sync of these streams needs; all findings at once, good ones too. */
export async function preflightSqlite(
  file: SqliteFile,
  request: PreflightRequest,
): Promise<PreflightFinding[]> {
  const handle = file.reader;
  return [
    checkWritable(file.path),
    checkSystem(file.path),
    await checkLock(file),
    checkMode(String(handle.get('PRAGMA journal_mode')?.[0])),
    ...request.streams.flatMap((stream) => {
      const table = file.catalog.find(handle, stream);
      return table ? checkStream(handle, table, request.use) : [missing(stream)];
    }),
  ];
}

function checkWritable(path: string): PreflightFinding {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
    return good('PRIVILEGE_MISSING', 'The file and its folder can be written to');
  } catch {
    return {
      code: 'PRIVILEGE_MISSING',
      severity: 'error',
      title: 'The file cannot be written to',
      detail:
        'Syncline keeps its triggers and its place in the file itself, and SQLite its log beside it: both the file and its folder must be writable, also where the file is only read.',
      stream: null,
      fix: `chmod u+rw ${quoteShell(path)} && chmod u+rwx ${quoteShell(dirname(path))}`,
    };
  }
}

function checkSystem(path: string): PreflightFinding {
  const name = networkSystems[statfsSync(path).type];
  if (!name) return good('LOG_LEVEL', 'The file lies on a local disk');
  return {
    code: 'LOG_LEVEL',
    severity: 'error',
    title: `The file lies on ${name}`,
    detail:
      'The write-ahead log needs memory that all programs share, and locks that hold: a file system over a network gives neither.',
    stream: null,
    fix: 'Move the file to a local disk of the machine that Syncline runs on, where all programs that use it run, too.',
  };
}

async function checkLock(file: SqliteFile): Promise<PreflightFinding> {
  try {
    await file.transaction(() => undefined, 3000);
    return good('LOCK_WAIT', 'The file’s write lock is free');
  } catch (error) {
    if (!isBusy(error)) throw error;
    return {
      code: 'LOCK_WAIT',
      severity: 'warning',
      title: 'Another program keeps the file locked',
      detail:
        'It has had a transaction open for at least three seconds. Nothing can be written to the file meanwhile.',
      stream: null,
      fix: 'End the transaction of the other program.',
    };
  }
}

function checkMode(mode: string): PreflightFinding {
  if (mode === 'wal') return good('LOG_LEVEL', 'The file has a write-ahead log');
  return {
    code: 'LOG_LEVEL',
    // A source's feed sets it by itself.
    severity: 'ok',
    title: `The journal mode is "${mode}", and becomes "wal"`,
    detail:
      'The mode stays with the file and suits every program that uses it. Syncline sets it when the flow starts.',
    stream: null,
    fix: 'PRAGMA journal_mode = WAL;',
  };
}

function missing(stream: string): PreflightFinding {
  return {
    code: 'STREAM_MISSING',
    severity: 'error',
    title: `${stream} is not there`,
    detail: `There is no table ${stream} in the file. Views and virtual tables cannot be synced.`,
    stream,
    fix: `Create the table ${quoteName(stream)}, or choose another one.`,
  };
}

function good(code: PreflightFinding['code'], title: string): PreflightFinding {
  return { code, severity: 'ok', title, detail: '', stream: null, fix: null };
}

function quoteShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
