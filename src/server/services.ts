import pg from 'pg';
import { env } from '#config/env.ts';
import type { CodeRunner } from '#core/ports/code-runner.ts';
import { type PrismaClient, prismaClient } from '#db/prisma-client.ts';
import { StoreListener } from '#db/store-listener.ts';
import { CodeChecker } from '#sandbox/check/code-checker.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';
import type { Reachable } from './alerts/guarded-lookup.ts';
import { type Auth, createAuth } from './auth/auth.ts';
import { lazyCodeRunner } from './code/lazy-code-runner.ts';
import { StreamCache } from './connections/stream-cache.ts';
import { logger } from './logger.ts';
import { FigureAccumulator } from './metrics/figure-accumulator.ts';
import { ProcessMetrics } from './metrics/process-metrics.ts';
import { LaneFieldsCache } from './records/lane-fields-cache.ts';

/** What requests share within one process. */
export type Services = {
  prisma: PrismaClient;
  /** For the ledger, which Prisma does not know. */
  pool: pg.Pool;
  listener: StoreListener;
  auth: Auth;
  /** 32 bytes; secrets of connections are sealed with it. */
  secretKey: Buffer;
  /** Where people reach the pages, without a slash at the end. */
  publicUrl: string;
  streams: StreamCache;
  laneFields: LaneFieldsCache;
  /** Checks TypeScript, in a thread that starts with the first program. */
  codeChecker: CodeChecker;
  /** Which addresses alerts may be sent to. */
  alertReach: Reachable;
  processMetrics: ProcessMetrics;
  /** Runs the code of code nodes, for people who try it. */
  codeRunner: CodeRunner;
  /** What lanes have counted since this process began, for metrics. */
  figures: FigureAccumulator;
  close(): Promise<void>;
};

export type ServiceSettings = {
  databaseUrl: string;
  secretKey: Buffer;
  publicUrl: string;
  alertReach: Reachable;
};

/** Opens what requests share. Nothing connects before it is used. */
export function createServices(settings: ServiceSettings): Services {
  const { databaseUrl, secretKey, publicUrl, alertReach } = settings;
  const prisma = prismaClient(databaseUrl);
  // Times of the store are in UTC, whatever zone its server lives in.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5, options: '-c timezone=UTC' });
  // An idle connection that the store closes must not end the process.
  pool.on('error', (error) => logger.warn({ err: error }, 'the store closed an idle connection'));
  const listener = new StoreListener(databaseUrl);
  const codeChecker = new CodeChecker();
  const codeRunner = lazyCodeRunner(createCodeRunner);
  return {
    prisma,
    pool,
    listener,
    auth: createAuth({ prisma, secretKey, publicUrl }),
    secretKey,
    publicUrl,
    streams: new StreamCache(),
    laneFields: new LaneFieldsCache(pool),
    codeChecker,
    alertReach,
    processMetrics: new ProcessMetrics(),
    figures: new FigureAccumulator(),
    codeRunner,
    async close() {
      await Promise.all([
        listener.close(),
        pool.end(),
        prisma.$disconnect(),
        codeChecker.close(),
        codeRunner.close(),
      ]);
    },
  };
}

type ServicesHolder = typeof globalThis & { synclineServices?: Services };

/** This process's services, made from the environment on first use. */
export function services(): Services {
  const holder = globalThis as ServicesHolder;
  holder.synclineServices ??= createServices({
    databaseUrl: env.databaseUrl(),
    secretKey: env.secretKey(),
    publicUrl: env.publicUrl(),
    alertReach: { privateHosts: env.alertPrivateHosts() },
  });
  return holder.synclineServices;
}
