import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '#lib/free-port.ts';

let home: string;
let listener: Server | undefined;

beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), 'syncline-start-')), 'home');
});

afterEach(async () => {
  listener?.close();
  await rm(join(home, '..'), { recursive: true, force: true });
});

async function start(variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
    env: { ...process.env, SYNCLINE_HOME: home, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

test('a taken port is told before anything is made', async () => {
  const port = await freePort();
  listener = createServer().listen(port, '127.0.0.1');
  await once(listener, 'listening');
  const { code, output } = await start({ PORT: String(port) });
  expect(code).toBe(1);
  expect(output).toContain(`PORT_TAKEN: Another program listens on port ${port}.`);
  expect(output).toContain('choose another port');
  expect(existsSync(home)).toBe(false);
});

test('an unreachable DATABASE_URL is told without its password and without a stack', async () => {
  const url = `postgresql://me:hush-hush@127.0.0.1:${await freePort()}/mine`;
  const { code, output } = await start({ PORT: '0', DATABASE_URL: url });
  expect(code).toBe(1);
  expect(output).toContain('STORE_UNREACHABLE');
  expect(output).not.toContain('hush-hush');
  expect(output).not.toMatch(/^\s+at /m);
  expect(existsSync(join(home, 'lock'))).toBe(false);
});
