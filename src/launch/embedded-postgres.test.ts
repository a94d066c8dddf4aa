import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

let folder: string;
let server: EmbeddedPostgres | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncline-postgres-'));
});

afterEach(async () => {
  await server?.stop();
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function ask(sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: server?.url('kept') });
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: 'array' });
  await client.end();
  return rows[0]?.[0];
}

test('keeps its data, port and password from start to start', async () => {
  server = await startEmbeddedPostgres({ folder });
  await server.ensureDatabase('kept');
  await server.ensureDatabase('kept');
  const url = server.url('kept');
  await ask('CREATE TABLE t AS SELECT 42 AS a');
  await server.stop();

  server = await startEmbeddedPostgres({ folder });
  expect(server.url('kept')).toBe(url);
  expect(await ask('SELECT a FROM t')).toBe(42);
  expect(await ask("SELECT current_setting('wal_level')")).toBe('logical');
  expect((await stat(join(folder, 'server.json'))).mode & 0o777).toBe(0o600);
});

test('runs where another account cannot reach, as below the home of root', async () => {
  const closed = await mkdtemp(join(tmpdir(), 'syncline-closed-'));
  await mkdir(join(closed, 'home'));
  server = await startEmbeddedPostgres({ folder: join(closed, 'home') });
  await server.stop();
  server = await startEmbeddedPostgres({ folder: join(closed, 'home') });
  await server.ensureDatabase('kept');
  expect(await ask('SELECT 1')).toBe(1);
  await server.stop();
  await rm(join(await realpath(join(closed, 'home/data')), '..'), { recursive: true, force: true });
  await rm(closed, { recursive: true, force: true });
});

test('asks for the password', async () => {
  server = await startEmbeddedPostgres({ folder });
  const url = new URL(server.url('postgres'));
  url.password = 'wrong';
  const client = new pg.Client({ connectionString: url.href });
  await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
});

test('ends when the process that started it is killed, and starts again after that', async () => {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))});
    const server = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)} });
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  holder.kill('SIGKILL');
  await once(holder, 'exit');

  server = await startEmbeddedPostgres({ folder });
  expect(await ask('SELECT a FROM t')).toBe(42);
});

test('waits for the sessions of a server that was killed', async () => {
  server = await startEmbeddedPostgres({ folder });
  const client = new pg.Client({ connectionString: server.url('kept') });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const session = rows[0]?.pid as number;
  const [postmaster] = (await readFile(join(folder, 'data/postmaster.pid'), 'utf8')).split('\n');
  process.kill(session, 'SIGSTOP');
  process.kill(Number(postmaster), 'SIGKILL');
  await server.exited;
  const started = startEmbeddedPostgres({ folder });
  const early = await Promise.race([started.catch(() => 'failed'), sleep(1_500, 'waits')]);
  process.kill(session, 'SIGCONT');
  expect(early).toBe('waits');
  server = await started;
  expect(await ask('SELECT a FROM t')).toBe(42);
});

test('a pid file that names another program is no server', async () => {
  const pidPath = join(folder, 'data/postmaster.pid');
  await writeFile(pidPath, `${process.pid}\n${folder}/data\n0\n5432\n\n127.0.0.1\n`);
  server = await startEmbeddedPostgres({ folder });
  expect(await readFile(pidPath, 'utf8')).not.toContain(`${process.pid}\n`);
});
