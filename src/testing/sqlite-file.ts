import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A SQLite file in a folder of its own. */
export type SqliteTestFile = { path: string; folder: string; remove(): void };

/** Makes a file with these tables. */
export function testFile(sql: string): SqliteTestFile {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-sqlite-'));
  const path = join(folder, 'test.db');
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
  return { path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
