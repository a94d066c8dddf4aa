import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { env } from '#config/env.ts';
import { FlowStatus } from '#core/ledger/lane-status.ts';
import { migrate } from '#db/migrate.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchServer, BenchServers } from './bench-servers.ts';
import { type BenchFlow, benchKey, deployFlow, makeConnection, type Schemas } from './deploy-flow.ts';

const TICK_MILLISECONDS = 50;
const LIVE_MILLISECONDS = 1_800_000;
const END_MILLISECONDS = 30_000;

/** A real runner process of its own. */
export type BenchRunner = {
  pid: number;
  /** Deploys flows and resolves when all are live. Throws when one is not after half an hour. */
  deploy(flows: BenchFlow[]): Promise<void>;
  status(flowId: string): Promise<FlowStatus | null>;
  /** Ends it as a power cut would, and starts another one in its place. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Makes a store with the two sides as its connections `left` and `right`, starts a runner, and resolves when it
 * is up, with nothing deployed yet.
 *
 * @param name what a profile of this run is called.
 */
export async function startRunner(
  { left, right, store }: BenchServers,
  name: string,
  { profile }: Pick<BenchOptions, 'profile'>,
): Promise<BenchRunner> {
  await migrate(store.url);
  const schemas: Schemas = new Map();
  await store.pool.query(
    `INSERT INTO organization (id, name, slug, "createdAt") VALUES ('w', 'W', 'w', now())`,
  );
  for (const side of [left, right]) schemas.set(side.name, await makeConnection(store.pool, side));
  let child = spawnRunner(store.url, name, profile);
  const pidOf = ({ pid }: ChildProcess): number => {
    if (pid === undefined) throw new Error('the runner did not start');
    return pid;
  };
  const status = (flowId: string) => readStatus(store, flowId);
  const runner: BenchRunner = {
    pid: pidOf(child),
    status,
    async killAndRestart() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      child = spawnRunner(store.url, `${name}-again`, profile);
      runner.pid = pidOf(child);
    },
    async deploy(flows) {
      for (const flow of flows) await deployFlow(store.pool, flow, schemas);
      for (const { id } of flows) await untilLive(child, () => status(id));
    },
    stop: () => endRunner(child),
  };
  await untilUp(child, store);
  return runner;
}

function spawnRunner(storeUrl: string, name: string, profile: string | null): ChildProcess {
  const profiling =
    profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`, `--cpu-prof-name=${name}.cpuprofile`];
  return spawn(
    process.execPath,
    [...profiling, '--no-node-snapshot', join(import.meta.dirname, '../src/runner/main.ts')],
    {
      env: env.forChild({
        DATABASE_URL: storeUrl,
        SYNCLINE_SECRET_KEY: benchKey.toString('hex'),
        SYNCLINE_LOG_LEVEL: 'warn',
        NODE_ENV: 'production',
      }),
      stdio: ['ignore', 2, 2],
    },
  );
}

async function readStatus({ pool }: BenchServer, flowId: string): Promise<FlowStatus | null> {
  const found = await pool.query(`SELECT status FROM deployment WHERE "flowId" = $1`, [flowId]);
  return found.rows[0]?.status ? FlowStatus.parse(found.rows[0].status) : null;
}

async function untilUp(child: ChildProcess, { pool }: BenchServer): Promise<void> {
  while ((await pool.query('SELECT FROM runner')).rowCount === 0) {
    if (child.exitCode !== null) throw new Error('the runner ended');
    await sleep(TICK_MILLISECONDS);
  }
}

/** A fault that the runner itself tries again after is waited out. */
async function untilLive(child: ChildProcess, status: () => Promise<FlowStatus | null>): Promise<void> {
  const until = Date.now() + LIVE_MILLISECONDS;
  for (;;) {
    const now = await status();
    if (now?.phase === 'live') return;
    if (child.exitCode !== null) throw new Error('the runner ended');
    if (Date.now() > until) throw new Error(`a flow did not go live: ${JSON.stringify(now?.error ?? now)}`);
    await sleep(TICK_MILLISECONDS);
  }
}

async function endRunner(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => {
    console.error('the runner did not end when asked to, and was killed');
    child.kill('SIGKILL');
  }, END_MILLISECONDS);
  await ended;
  clearTimeout(late);
}
