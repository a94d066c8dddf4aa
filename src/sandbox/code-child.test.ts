import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ChildEnded, CodeChild } from './code-child.ts';
import { defaultLimits } from './code-limits.ts';

const patience = { timeout: 30_000, interval: 50 };

function isAlive(pid: number | undefined): boolean {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
}

test('a child has no environment, no files of ours open, and no rights of root', async () => {
  const child = await CodeChild.start(defaultLimits);
  try {
    const proc = `/proc/${child.pid}`;
    // Only Linux shows these; elsewhere the child is started by the same lines.
    if (existsSync(proc)) {
      expect(readlinkSync(`${proc}/cwd`)).toBe('/');
      const status = readFileSync(`${proc}/status`, 'utf8');
      expect(status).toMatch(/^Uid:\s+(?!0\s)(\d+)\s+\1\s+\1\s+\1$/m);
      expect(status).toMatch(/^CapEff:\s+0+$/m);
      const open = readdirSync(`${proc}/fd`).map((fd) => readlinkSync(`${proc}/fd/${fd}`));
      const files = open.filter((each) => each.startsWith('/') && !each.startsWith('/dev/'));
      expect(files).toEqual([]);
    }
  } finally {
    await child.end();
  }
  expect(isAlive(child.pid)).toBe(false);
  await expect(child.answer(1000)).rejects.toBeInstanceOf(ChildEnded);
});

test('a child ends with the process that started it, also when that is killed', async () => {
  const script = `
    const { CodeChild } = await import(${JSON.stringify(join(import.meta.dirname, 'code-child.ts'))});
    const { defaultLimits } = await import(${JSON.stringify(join(import.meta.dirname, 'code-limits.ts'))});
    console.log((await CodeChild.start(defaultLimits)).pid);
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), patience);
});
