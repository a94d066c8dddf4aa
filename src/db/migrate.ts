import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SyncError } from '#core/errors/sync-error.ts';
import { withSchemaEngine } from './schema-engine.ts';

const folder = join(import.meta.dirname, '../../prisma/migrations');

/**
 * Brings Syncline's own database up to date with `prisma/migrations`, by Prisma's engine and bookkeeping.
 * @returns the names of the migrations applied now, in order
 * @throws SyncError DATA_NEWER when the database has migrations that this version does not know
 */
export async function migrate(url: string): Promise<string[]> {
  const migrationsList = await readMigrations();
  const filters = { externalTables: [], externalEnums: [] };
  return withSchemaEngine(url, async (engine) => {
    const { history } = await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters,
    });
    const unknown =
      history && history.diagnostic !== 'databaseIsBehind' ? history.unpersistedMigrationNames : [];
    if (unknown.length > 0) {
      throw new SyncError('DATA_NEWER', "Syncline's database was written by a newer version.", {
        detail: `Migrations that this version does not know: ${unknown.join(', ')}`,
      });
    }
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    return appliedMigrationNames;
  });
}

async function readMigrations() {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}
