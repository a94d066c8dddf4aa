import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { SyncError } from '#core/errors/sync-error.ts';

const run = promisify(execFile);

export interface PostgresAccount {
  uid: number;
  gid: number;
}

/**
 * The account that PostgreSQL runs as: null means ours. PostgreSQL refuses to run as root, so root gets the owner of
 * the existing data, or else the account `postgres`, which is made when the machine has none.
 */
export async function postgresAccount(dataFolder: string): Promise<PostgresAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(dataFolder).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const existing = await lookUp('postgres');
  if (existing !== null) return existing;
  try {
    await run('groupadd', ['--system', 'postgres']).catch(() => undefined); // it may exist without the user
    await run('useradd', [
      '--system',
      '--gid',
      'postgres',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  } catch (cause) {
    throw new SyncError(
      'STORE_UNREACHABLE',
      'PostgreSQL does not run as root, and no account "postgres" could be made.',
      {
        detail: 'Start Syncline as another user, or set DATABASE_URL.',
        cause,
      },
    );
  }
  const made = await lookUp('postgres');
  if (made === null)
    throw new SyncError('STORE_UNREACHABLE', 'The account "postgres" was made but is not found.');
  return made;
}

async function lookUp(name: string): Promise<PostgresAccount | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null; // `id` fails for a name that does not exist
  }
}
