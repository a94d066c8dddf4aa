import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withSchemaEngine } from '#db/schema-engine.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const root = join(import.meta.dirname, '../..');
const migrations = join(root, 'prisma/migrations');
const snapshotPath = join(migrations, 'schema.prisma');

/**
 * Writes `prisma/migrations/<stamp>_<name>/migration.sql` with what has changed in the schema since the last one.
 * It compares schema with schema (the last one lies beside the migrations), so hand-written tables stay untouched.
 */
async function writeMigration(name: string): Promise<void> {
  const schema = await readFile(join(root, 'prisma/schema.prisma'), 'utf8');
  const previous = await readFile(snapshotPath, 'utf8').catch(() => null);
  const script = await diffSchemas(previous, schema);
  if (script === null) {
    console.log('The schema has not changed since the last migration.');
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(migrations, `${stamp}_${name}`);
  await mkdir(folder);
  await writeFile(join(folder, 'migration.sql'), script);
  await writeFile(snapshotPath, schema);
  console.log(`Written: ${folder}/migration.sql`);
}

/** The SQL from one schema to the other, or null when they say the same. */
async function diffSchemas(previous: string | null, next: string): Promise<string | null> {
  const file = (content: string) => ({ files: [{ path: 'schema.prisma', content }] });
  // The engine wants a server to connect to, although it reads nothing from it here.
  const folder = await mkdtemp(join(tmpdir(), 'syncline-migration-'));
  const server = await startEmbeddedPostgres({ folder });
  try {
    const { exitCode, stdout } = await withSchemaEngine(server.url('postgres'), (engine) =>
      engine.diff({
        from: previous === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', ...file(previous) },
        to: { tag: 'schemaDatamodel', ...file(next) },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    return exitCode === 2 ? stdout : null;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('usage: npm run db:migration -- NAME (lower case, digits, _)');
  process.exitCode = 2;
} else {
  await writeMigration(name);
}
