import { missingMigrations } from '#db/missing-migrations.ts';
import { runnerDirectory } from '#db/runner-directory.ts';
import { logger } from './logger.ts';
import type { Services } from './services.ts';

/**
 * 200 when the store answers and has every migration of this version, else 503. Whether a runner is alive is said, but
 * the pages do without: only who asks with `?runner` gets 503 without one.
 */
export async function handleReadiness(services: Services, request: Request): Promise<Response> {
  try {
    const [missing, runner] = await Promise.all([
      missingMigrations(services.pool),
      runnerDirectory(services.prisma).anyAlive(),
    ]);
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
