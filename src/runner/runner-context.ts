import type pg from 'pg';
import type { CodeRunner } from '#core/ports/code-runner.ts';
import type { Logger } from '#core/ports/logger.ts';
import type { LeaseStore } from '#db/runner/lease-store.ts';

/** What all parts of a runner share. */
export type RunnerContext = {
  runnerId: string;
  pool: pg.Pool;
  leases: LeaseStore;
  secretKey: Buffer;
  /** Runs the code of code nodes. */
  code: CodeRunner;
  /** Superuser URL of the embedded server, where the demo's databases are; null without one. */
  adminUrl: string | null;
  /** Log that a source may hold back for a flow before it is said. */
  logWarningBytes: number;
  logger: Logger;
};
