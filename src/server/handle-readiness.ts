import { runnerDirectory } from '#db/runner-directory.ts';
import { logger } from './logger.ts';
import type { Services } from './services.ts';

/** 200 when the store answers, else 503. Whether a runner is alive is said, but the pages do without. */
export async function handleReadiness(services: Services): Promise<Response> {
  try {
    const runner = await runnerDirectory(services.prisma).anyAlive();
    return Response.json({ ready: true, runner });
  } catch (error) {
    logger.warn({ err: error }, 'not ready: the store does not answer');
    return Response.json({ ready: false, runner: false }, { status: 503 });
  }
}
