import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';

let path: string;

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'syncline-folder-')), 'home');
});

afterEach(async () => {
  await rm(join(path, '..'), { recursive: true, force: true });
});

test('one Syncline has the folder, until it lets go', async () => {
  const first = await openDataFolder(path);
  await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'DATA_LOCKED' });
  await first.release();
  const second = await openDataFolder(path);
  await second.release();
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, started: 'then' })],
  [
    'of a pid that is another program by now',
    JSON.stringify({ pid: process.pid, started: 'before the reboot' }),
  ],
  ['cut short by a crash', '{"pid":1'],
])('a lock %s does not count', async (_, text) => {
  await (await openDataFolder(path)).release();
  await writeFile(join(path, 'lock'), text);
  await utimes(join(path, 'lock'), 0, 0);
  const folder = await openDataFolder(path);
  await folder.release();
});

test('a lock that another Syncline has made and not written yet counts', async () => {
  const first = await openDataFolder(path);
  const lockPath = join(path, 'lock');
  const lock = await readFile(lockPath, 'utf8');
  await writeFile(lockPath, '');
  const second = openDataFolder(path).then(
    () => 'both have it',
    (error: { code: string }) => error.code,
  );
  const early = await Promise.race([second, sleep(200, 'waits')]);
  await writeFile(lockPath, lock);
  expect(early).toBe('waits');
  expect(await second).toBe('DATA_LOCKED');
  await first.release();
});

test('a folder of a newer version is refused before anything is touched', async () => {
  await (await openDataFolder(path)).release();
  await writeFile(join(path, 'format'), '99\n');
  await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'DATA_NEWER' });
});
