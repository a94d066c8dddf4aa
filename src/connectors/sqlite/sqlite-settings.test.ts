import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SqliteTestFile, testFile } from '#testing/sqlite-file.ts';
import { sqliteConnector } from './index.ts';
import { SqliteConfig } from './sqlite-manifest.ts';
import type { AllowedFiles } from './sqlite-path.ts';

let file: SqliteTestFile;
beforeEach(() => {
  file = testFile('CREATE TABLE t (id INTEGER PRIMARY KEY)');
});
afterEach(() => file.remove());

/** The code of what reaching the file fails with; null where it is reached. */
async function reach(
  config: Record<string, unknown>,
  allowed: Partial<AllowedFiles> = {},
): Promise<string | null> {
  const session = sqliteConnector(() => ({ folders: null, forbidden: [], ...allowed })).open(config);
  try {
    expect((await session.test()).server).toMatch(/^SQLite 3\./);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await session.close();
  }
}

describe('settings', () => {
  test('are a path, or a URL', () => {
    expect(SqliteConfig.parse({ file: ' /a/b.db ' })).toEqual({ file: '/a/b.db', ifMissing: 'refuse' });
    expect(SqliteConfig.parse({ url: 'sqlite:///a/b%20c.db?ifMissing=create' })).toEqual({
      file: '/a/b c.db',
      ifMissing: 'create',
    });
    expect(SqliteConfig.parse({ url: 'file:///C:/data/b.db' }).file).toBe('C:/data/b.db');
    for (const wrong of [
      {},
      { file: 'b.db' },
      { url: 'sqlite://b.db' },
      { url: 'postgres:///b.db' },
      { url: 'sqlite:///b.db?mode=ro' },
      { url: 'b.db' },
      { file: '/b.db', ifMissing: 'perhaps' },
    ]) {
      expect(SqliteConfig.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
    }
    expect(() => sqliteConnector(() => ({ folders: null, forbidden: [] })).open({ file: 'b.db' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  test('must lead to a database', async () => {
    const at = (name: string) => ({ file: join(file.folder, name) });
    writeFileSync(at('letter.txt').file, 'Dear Sir or Madam, this is no database. '.repeat(100));
    expect(await reach({ file: file.path })).toBe(null);
    expect(await reach(at('absent.db'))).toBe('DATABASE_MISSING');
    expect(await reach(at('absent/absent.db'))).toBe('DATABASE_MISSING');
    expect(await reach({ ...at('absent/absent.db'), ifMissing: 'create' })).toBe('DATABASE_MISSING');
    expect(await reach({ file: join(file.path, 'below.db') })).toBe('DATABASE_MISSING');
    expect(await reach({ file: file.folder })).toBe('CONFIG_INVALID');
    expect(await reach(at('letter.txt'))).toBe('DATABASE_MISSING');
    expect(await reach({ ...at('made.db'), ifMissing: 'create' })).toBe(null);
    expect(await reach(at('made.db'))).toBe(null);
  });

  test('lead nowhere but where connections may go, links followed', async () => {
    const inner = join(file.folder, 'inner');
    mkdirSync(inner);
    const link = join(inner, 'link.db');
    symlinkSync(file.path, link);
    expect(await reach({ file: file.path }, { folders: [file.folder] })).toBe(null);
    expect(await reach({ file: link }, { folders: [file.folder] })).toBe(null);
    expect(await reach({ file: link }, { folders: [inner] })).toBe('PRIVILEGE_MISSING');
    expect(await reach({ file: join(inner, '../test.db') }, { folders: [inner] })).toBe('PRIVILEGE_MISSING');
    expect(await reach({ file: join(inner, 'new.db'), ifMissing: 'create' }, { folders: [inner] })).toBe(
      null,
    );
    expect(await reach({ file: file.path }, { folders: [] })).toBe('PRIVILEGE_MISSING');
    expect(await reach({ file: file.path }, { folders: [join(file.folder, 'absent')] })).toBe(
      'PRIVILEGE_MISSING',
    );
    expect(await reach({ file: file.path }, { forbidden: [file.folder] })).toBe('PRIVILEGE_MISSING');
    const own = { folders: [inner], forbidden: [file.folder] };
    expect(await reach({ file: join(inner, 'new.db') }, own)).toBe(null);
    expect(await reach({ file: file.path }, { ...own, folders: [inner, '/'] })).toBe('PRIVILEGE_MISSING');
  });
});
