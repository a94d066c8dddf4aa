import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';

/** The project's folder, in which every part is started; what is bundled has no place of its own. */
const folder = () => join(/* turbopackIgnore: true */ process.cwd(), 'prisma/migrations');

/** Migrations that this version has and the store has not. */
export async function missingMigrations(pool: Pool): Promise<string[]> {
  const entries = await readdir(folder(), { withFileTypes: true });
  const { rows } = await pool.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const applied = new Set(rows.map(({ name }) => name));
  return entries.flatMap((entry) => (entry.isDirectory() && !applied.has(entry.name) ? [entry.name] : []));
}
