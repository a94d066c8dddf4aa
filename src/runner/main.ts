import { randomUUID } from 'node:crypto';
import { env } from '#config/env.ts';
import { LeaseStore } from '#db/runner/lease-store.ts';
import { storePool } from '#db/runner/store-pool.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';
import { AlertDuty } from '#server/alerts/alert-duty.ts';
import { makeLogger } from '#server/make-logger.ts';
import { startTracing } from '#server/start-tracing.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { LedgerKeeper } from './ledger-keeper.ts';
import { listenToStore } from './listen-to-store.ts';
import { OperationRunner } from './operations/operation-runner.ts';
import type { RunnerContext } from './runner-context.ts';
import { startStatusServer } from './status-server.ts';
import { Supervisor } from './supervisor/supervisor.ts';

/** Runs deployed flows until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  keepHeapSmall();
  const logger = makeLogger('runner', env.logLevel());
  const tracing = startTracing('syncline-runner');
  const runnerId = randomUUID();
  const pool = storePool(env.databaseUrl(), 'syncline runner');
  const context: RunnerContext = {
    runnerId,
    pool,
    leases: new LeaseStore(pool, runnerId),
    secretKey: env.secretKey(),
    code: createCodeRunner(),
    adminUrl: env.adminUrl(),
    logWarningBytes: env.logWarningBytes(),
    logger,
  };
  const supervisor = new Supervisor(context);
  const operations = new OperationRunner(context, supervisor);
  const ledger = new LedgerKeeper(context);
  const alerts = new AlertDuty({
    ...context,
    holder: runnerId,
    publicUrl: env.publicUrl(),
    reachable: { privateHosts: env.alertPrivateHosts() },
    standsIn: false,
  });
  const told = {
    syncline_desired: (flowId: string) => {
      supervisor.wake();
      supervisor.readDecisions(flowId);
    },
    syncline_operation: () => operations.wake(),
  };
  const listening = listenToStore(env.databaseUrl(), told, () => supervisor.readAllDecisions());
  const port = env.runnerPort();
  const status =
    port === null
      ? null
      : await startStatusServer(() => supervisor.state, {
          host: env.host(),
          port,
          access: { token: env.metricsToken(), addressesKnown: true },
        });
  await ledger.start();
  supervisor.start();
  operations.start();
  alerts.start();
  logger.info({ runnerId }, 'the runner is up');

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await status?.close();
    await listening.close();
    await alerts.stop();
    await operations.stop();
    await supervisor.stop();
    await ledger.stop();
    await context.code.close();
    await tracing?.stop();
    await pool.end();
    logger.info({ runnerId }, 'the runner has stopped');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        logger.error({ err: error }, 'the runner did not stop cleanly');
        process.exit(1);
      });
    });
  }
}

await main();
