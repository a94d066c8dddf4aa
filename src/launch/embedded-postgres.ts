import { execFile } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { freePort, isPortFree } from '#lib/free-port.ts';
import { type PostgresAccount, postgresAccount } from './postgres-account.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { reachableBinaries, reachableDataFolder } from './postgres-reach.ts';
import { endStalePostgres } from './stale-postgres.ts';
import { spawnTethered } from './tethered-process.ts';

const run = promisify(execFile);
const startTimeoutMs = 60_000;
const orderlyStopMs = 20_000;

export interface EmbeddedPostgres {
  port: number;
  /** The superuser's URL of a database of this server. */
  url(database: string): string;
  /** Creates the database when it is missing. */
  ensureDatabase(name: string): Promise<void>;
  /** Resolves with the exit code when the server is gone, whoever ended it. */
  exited: Promise<number | null>;
  /** Ends sessions and shuts down in an orderly way; safe to call again. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds `data/`, `server.json` (port and password) and `postgres.log`. Made when missing. */
  folder: string;
  /** Server settings beside or instead of the usual ones. */
  settings?: Record<string, string>;
  /** Listen here and nowhere else, because others know the port already. */
  port?: number;
}

const usualSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'logical',
  max_replication_slots: '128',
  max_wal_senders: '128',
  max_connections: '300',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  // A client that died keeps its slot busy until the server notices.
  wal_sender_timeout: '15s',
};

const ServerFacts = z.object({ port: z.number(), password: z.string() });
type ServerFacts = z.infer<typeof ServerFacts>;

/**
 * Starts the PostgreSQL that npm brought, with its data in `folder`, and makes the cluster first when there is none.
 * The port is chosen once and kept unless another program has taken it since. Never outlives this process.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { folder } = options;
  const account = await postgresAccount(join(folder, 'data'));
  const dataFolder = await reachableDataFolder(folder, account);
  const binaries = await reachableBinaries(postgresBinaries(), account);
  await endStalePostgres(dataFolder);

  const facts = await serverFacts(folder, options.port);
  if (!existsSync(join(dataFolder, 'PG_VERSION')))
    await makeCluster(binaries, dataFolder, facts.password, account);

  const logPath = join(folder, 'postgres.log');
  const settings = { ...usualSettings, ...options.settings, port: String(facts.port) };
  const url = (database: string) =>
    `postgresql://postgres:${facts.password}@127.0.0.1:${facts.port}/${encodeURIComponent(database)}`;
  const launch = async () => {
    const log = await openLog(logPath);
    const child = spawnTethered({
      command: join(binaries, 'bin/postgres'),
      args: [
        '-D',
        dataFolder,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      signal: 'INT',
      env: serverEnvironment,
      ...account,
      stdout: log,
      stderr: log,
    });
    closeSync(log);
    const exited = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    await waitUntilReady(url('postgres'), exited, logPath);
    return { child, exited };
  };
  const { child, exited } = await whileSessionsEnd(launch);

  return {
    port: facts.port,
    url,
    exited,
    ensureDatabase: (name) => ensureDatabase(url('postgres'), name),
    async stop() {
      child.stdin?.end();
      const late = setTimeout(() => endNow(child.pid), orderlyStopMs);
      await exited;
      clearTimeout(late);
    },
  };
}

/** An immediate shutdown of the whole process group: a replication client that reads nothing may hold up the orderly one. */
function endNow(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Nothing of ours: PGDATA and the like must not leak in, and messages are to be in English. */
const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  NODE_ENV: 'production',
};

async function serverFacts(folder: string, fixedPort?: number): Promise<ServerFacts> {
  const path = join(folder, 'server.json');
  const known = existsSync(path) ? ServerFacts.parse(JSON.parse(await readFile(path, 'utf8'))) : null;
  if (known !== null && (known.port === fixedPort || (await isPortFree(known.port)))) return known;
  const facts = {
    port: await lastingPort(),
    password: known?.password ?? randomBytes(24).toString('base64url'),
  };
  await writeFile(`${path}.new`, JSON.stringify(facts), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return facts;
}

/** Below the range that systems hand out by themselves, so that the port is likely to be free again at the next start. */
async function lastingPort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const port = randomInt(20_000, 32_000);
    if (await isPortFree(port)) return port;
  }
  return freePort();
}

async function makeCluster(
  binaries: string,
  dataFolder: string,
  password: string,
  account: PostgresAccount | null,
): Promise<void> {
  // What an interrupted attempt left would make initdb refuse.
  await rm(dataFolder, { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true });
  const passwordFile = join(dataFolder, '..', 'initdb-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== null) {
    await chown(dataFolder, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  await chmod(dataFolder, 0o700);
  const flags = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    await run(
      join(binaries, 'bin/initdb'),
      [`--pgdata=${dataFolder}`, `--pwfile=${passwordFile}`, ...flags],
      {
        env: serverEnvironment,
        cwd: '/',
        ...account,
      },
    );
  } catch (cause) {
    await rm(dataFolder, { recursive: true, force: true });
    const detail = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw new SyncError('STORE_UNREACHABLE', 'The embedded PostgreSQL could not make its data folder.', {
      detail,
      cause,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function openLog(path: string): Promise<number> {
  const file = await open(path, 'a', 0o600);
  const { size } = await file.stat();
  if (size > 10_000_000) await file.truncate(0);
  await file.close();
  return openSync(path, 'a');
}

/** Sessions of a server that was killed hold its memory until they notice: the next one waits for them. */
async function whileSessionsEnd<T>(launch: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + orderlyStopMs;
  for (;;) {
    try {
      return await launch();
    } catch (error) {
      const held = error instanceof SyncError && error.detail.includes('shared memory block');
      if (!held || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

async function waitUntilReady(url: string, exited: Promise<number | null>, logPath: string): Promise<void> {
  let gone = false;
  const watch = exited.then(
    () => {
      gone = true;
    },
    () => {
      gone = true;
    },
  );
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && !gone) {
    if (await answers(url)) return;
    await Promise.race([sleep(50), watch]);
  }
  const said = (await readFile(logPath, 'utf8')).trimEnd().split('\n').slice(-8).join('\n');
  throw new SyncError('STORE_UNREACHABLE', 'The embedded PostgreSQL did not start.', {
    detail: `${logPath} ends with:\n${said}`,
  });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return true;
  } catch {
    return false; // not listening yet, or still recovering
  } finally {
    await client.end().catch(() => undefined); // there is nothing to end after a refused connect
  }
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
