import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '#testing/test-database.ts';
import { testStore } from '#testing/test-store.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase | undefined;

afterEach(async () => {
  await database?.close();
});

test('applies every migration once', async () => {
  database = await testDatabase('migrate');
  const applied = await migrate(database.url);
  expect(applied[0]).toMatch(/_init$/);
  expect(await migrate(database.url)).toEqual([]);
});

test('a database of a newer version is refused', async () => {
  database = await testStore('newer');
  await database.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ('x', 'x', '29990101000000_later', now(), 1)`,
  );
  await expect(migrate(database.url)).rejects.toMatchObject({
    code: 'DATA_NEWER',
    detail: expect.stringContaining('29990101000000_later'),
  });
});

test('the schema has not moved on without a migration', async () => {
  const prisma = join(import.meta.dirname, '../../prisma');
  const [schema, migrated] = await Promise.all(
    ['schema.prisma', 'migrations/schema.prisma'].map((path) => readFile(join(prisma, path), 'utf8')),
  );
  expect(schema === migrated, 'run: npm run db:migration -- NAME').toBe(true);
});
