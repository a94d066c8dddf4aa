import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { env } from '#config/env.ts';
import { FlowStatus } from '#core/ledger/lane-status.ts';
import { migrate } from '#db/migrate.ts';
import { type BenchFlow, benchKey, deployFlows } from './deploy-flows.ts';

/** Flows deployed to a real runner process of its own. */
export type BenchRunner = {
  pid: number;
  /** The store, for looking at the ledger. */
  store: pg.Pool;
  status(flowId: string): Promise<FlowStatus | null>;
  stop(): Promise<void>;
};

/**
 * Deploys `flows` over PostgreSQL connections given by name and URL, starts a runner, waits until all are live.
 * Throws when a flow reports an error or the runner ends.
 */
export async function startRunner(
  storeUrl: string,
  flows: BenchFlow[],
  urls: Record<string, string>,
): Promise<BenchRunner> {
  await migrate(storeUrl);
  const store = new pg.Pool({ connectionString: storeUrl, max: 3, application_name: 'bench' });
  store.on('error', () => undefined); // the server may go first
  await deployFlows(store, flows, urls);
  const child = spawn(
    process.execPath,
    ['--no-node-snapshot', join(import.meta.dirname, '../src/runner/main.ts')],
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
  const status = async (flowId: string) => {
    const found = await store.query(`SELECT status FROM deployment WHERE "flowId" = $1`, [flowId]);
    return found.rows[0]?.status ? FlowStatus.parse(found.rows[0].status) : null;
  };
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await store.end();
  };
  try {
    for (const { id } of flows) await waitUntilLive(child, () => status(id));
  } catch (error) {
    await stop();
    throw error;
  }
  if (child.pid === undefined) throw new Error('the runner did not start');
  return { pid: child.pid, store, status, stop };
}

async function waitUntilLive(child: ChildProcess, status: () => Promise<FlowStatus | null>): Promise<void> {
  for (;;) {
    const now = await status();
    if (now?.phase === 'live') return;
    if (now?.error) throw new Error(`${now.error.code}: ${now.error.message}`);
    if (child.exitCode !== null) throw new Error('the runner ended');
    await sleep(50);
  }
}
