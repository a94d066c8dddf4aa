import { randomBytes } from 'node:crypto';
import { openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort } from '#lib/free-port.ts';
import { spawnTethered } from '../../launch/tethered-process.ts';
import { installTestTools } from '../install-test-tools.ts';
import { makeMariadbData } from './make-mariadb-data.ts';

const START_TIMEOUT_MS = 60_000;

/** A MariaDB of the tests' own, which ends with this process at the latest. */
export interface MariadbServer {
  /** root's URL of no database in particular: `mysql://root:…@127.0.0.1:port/`. */
  adminUrl: string;
  port: number;
  /** SIGKILL, whatever goes on; what was committed is there after `start`. */
  kill(): Promise<void>;
  /** An orderly shutdown, which leaves the data. */
  halt(): Promise<void>;
  /** Starts again on the same port after `kill` or `halt`; returns when it answers. */
  start(): Promise<void>;
  /** Ends it and removes its data; safe to call again. */
  stop(): Promise<void>;
}

/**
 * Starts a MariaDB on a free loopback port, with its data in a folder of its own and with a binlog that holds
 * whole rows. It is durable against its own death, though not against the machine's.
 * @param settings further options of mariadbd or others in place of the usual, without the leading dashes
 */
export async function startMariadb(settings: Record<string, string> = {}): Promise<MariadbServer> {
  installTestTools(['mariadb-server-core']);
  const folder = await mkdtemp(join(tmpdir(), 'syncline-mariadb-'));
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  const adminUrl = `mysql://root:${password}@127.0.0.1:${port}/`;
  await makeMariadbData(folder, password);
  let server = await run(folder, port, adminUrl, settings);
  return {
    adminUrl,
    port,
    async kill() {
      process.kill(-server.pid, 'SIGKILL');
      await server.exited;
    },
    async halt() {
      server.end();
      await server.exited;
    },
    async start() {
      server = await run(folder, port, adminUrl, settings);
    },
    async stop() {
      server.end();
      await server.exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function run(folder: string, port: number, adminUrl: string, settings: Record<string, string>) {
  const all = { ...usualSettings(folder), port: String(port), ...settings };
  const logPath = join(folder, 'error.log');
  const log = openSync(logPath, 'a');
  const child = spawnTethered({
    command: 'mariadbd',
    args: ['--no-defaults', ...Object.entries(all).map(([name, value]) => `--${name}=${value}`)],
    signal: 'TERM',
    env: { PATH: '/usr/local/sbin:/usr/sbin:/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', NODE_ENV: 'test' },
    stdout: log,
    stderr: log,
  });
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      gone = true;
      resolve();
    });
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(adminUrl))) {
    if (gone || Date.now() > deadline) {
      child.stdin?.end();
      const said = (await readFile(logPath, 'utf8')).trimEnd().split('\n').slice(-8).join('\n');
      throw new Error(`MariaDB did not start. ${logPath} ends with:\n${said}`);
    }
    await sleep(30);
  }
  return { pid: child.pid as number, exited, end: () => child.stdin?.end() };
}

/** Written to the system at each commit, which outlives the server; waiting for the disk is for real ones. */
function usualSettings(folder: string): Record<string, string> {
  return {
    datadir: join(folder, 'data'),
    tmpdir: join(folder, 'tmp'),
    socket: join(folder, 'socket'),
    'bind-address': '127.0.0.1',
    ...(process.getuid?.() === 0 ? { user: 'root' } : {}),
    'skip-name-resolve': '1',
    'server-id': '1',
    'log-bin': 'binlog',
    'binlog-format': 'ROW',
    'binlog-row-image': 'FULL',
    'sync-binlog': '0',
    'innodb-flush-log-at-trx-commit': '2',
    'innodb-log-file-size': '32M',
    'character-set-server': 'utf8mb4',
    'max-connections': '300',
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 5_000 });
    await connection.end();
    return true;
  } catch {
    return false; // not listening yet, or still recovering
  }
}
