import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { openStore } from './open-store.ts';

let home: string;
afterEach(() => rm(home, { recursive: true, force: true }));

test('who stops while the database starts again is not kept waiting, and leaves no server behind', async () => {
  home = await mkdtemp(join(tmpdir(), 'syncline-store-'));
  const said: string[] = [];
  const store = await openStore(home, null, (line) => said.push(line));
  const client = new pg.Client({ connectionString: store.url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const session = rows[0]?.pid as number;
  const folder = join(home, 'postgres');
  const [postmaster] = (await readFile(join(folder, 'data/postmaster.pid'), 'utf8')).split('\n');
  // While a session holds the memory of the server that was killed, the next one cannot come up.
  process.kill(session, 'SIGSTOP');
  process.kill(Number(postmaster), 'SIGKILL');
  while (!(await readFile(join(folder, 'postgres.log'), 'utf8')).includes('shared memory block'))
    await sleep(50);
  const stopped = store.stop();
  process.kill(session, 'SIGCONT');
  await stopped;
  expect(said).not.toContain('The database is back.');
  await expect(new pg.Client({ connectionString: store.url }).connect()).rejects.toThrow('ECONNREFUSED');
}, 40_000);
