import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const folder = await openDataFolder(path);
  await folder.release();
});

test('a folder of a newer version is refused before anything is touched', async () => {
  await (await openDataFolder(path)).release();
  await writeFile(join(path, 'format'), '99\n');
  await expect(openDataFolder(path)).rejects.toMatchObject({ code: 'DATA_NEWER' });
});
