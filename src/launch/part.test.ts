import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Part } from './part.ts';

let folder: string;
let part: Part | undefined;
const lines: string[] = [];
const said: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-part-'));
  lines.length = 0;
  said.length = 0;
});

afterEach(async () => {
  await part?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function startPart(source: string): Promise<Part> {
  const file = join(folder, 'part.mjs');
  await writeFile(file, source);
  const started = new Part({
    name: 'runner',
    args: [file],
    cwd: folder,
    env: process.env,
    onLine: (line) => lines.push(line),
    say: (line) => said.push(line),
  });
  started.start();
  part = started;
  return started;
}

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // no such process
  }
};

test('one that is killed is started again, and that is said', async () => {
  await startPart('console.log(process.pid); setInterval(() => {}, 1000);');
  await vi.waitFor(() => expect(lines).toHaveLength(1), 10_000);
  process.kill(Number(lines[0]), 'SIGKILL');
  await vi.waitFor(() => expect(lines).toHaveLength(2), 10_000);
  expect(said).toEqual(['The runner ended unexpectedly (killed by SIGKILL); starting it again in 1 s.']);
  expect(alive(Number(lines[1]))).toBe(true);
});

test('stopping lets it end in its own way and does not start it again', async () => {
  const mark = join(folder, 'ended');
  const running = await startPart(`
    import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(mark)}, 'tidy'); process.exit(0); });
    console.log(process.pid);
    setInterval(() => {}, 1000);`);
  await vi.waitFor(() => expect(lines).toHaveLength(1), 10_000);
  await running.stop();
  expect(await readFile(mark, 'utf8')).toBe('tidy');
  expect(alive(Number(lines[0]))).toBe(false);
  expect(said).toEqual([]);
});

test('stopping while it waits to start again', async () => {
  const running = await startPart('process.exit(3);');
  await vi.waitFor(() => expect(said).toHaveLength(1), 10_000);
  expect(said[0]).toContain('exit code 3');
  await running.stop();
  expect(said).toHaveLength(1);
});

test('it ends when the process that started it is killed', async () => {
  const file = join(folder, 'part.mjs');
  await writeFile(file, 'console.log(process.pid); setInterval(() => {}, 1000);');
  const script = `
    const { Part } = await import(${JSON.stringify(join(import.meta.dirname, 'part.ts'))});
    const options = { name: 'runner', args: [${JSON.stringify(file)}], cwd: '/', env: process.env };
    new Part({ ...options, onLine: (line) => console.log(line), say: () => {} }).start();`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(holder.stdout, 'data');
  const pid = Number(said);
  expect(alive(pid)).toBe(true);
  holder.kill('SIGKILL');
  await vi.waitFor(() => expect(alive(pid)).toBe(false), 10_000);
});
