import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '#core/errors/sync-error.ts';
import { missingMigrations } from '#db/missing-migrations.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import { logger } from './logger.ts';
import type { Services } from './services.ts';

/** Milliseconds after which a store that says nothing counts as away: a probe waits no longer itself. */
const PATIENCE = 5_000;

async function tooLate(patience: number): Promise<never> {
  await sleep(patience, undefined, { ref: false });
  throw new SyncError('CONNECTION_TIMEOUT', 'The store says nothing.');
}

/**
 * 200 when the store answers and has every migration of this version, else 503. Whether a runner is alive is said, but
 * the pages do without: only who asks with `?runner` gets 503 without one.
 */
export async function handleReadiness(
  services: Services,
  request: Request,
  patience = PATIENCE,
): Promise<Response> {
  try {
    const asked = Promise.all([
      missingMigrations(services.pool),
      runnerDirectory(services.prisma).anyAlive(),
    ]);
    const [missing, runner] = await Promise.race([asked, tooLate(patience)]);
    const wantsRunner = new URL(request.url).searchParams.has('runner');
    const ready = missing.length === 0 && (runner || !wantsRunner);
    return Response.json(
      { ready, store: true, missingMigrations: missing.length, runner },
      { status: ready ? 200 : 503 },
    );
  } catch (error) {
    logger.warn({ err: error }, 'not ready: the store does not answer');
    return Response.json(
      { ready: false, store: false, missingMigrations: null, runner: false },
      { status: 503 },
    );
  }
}
