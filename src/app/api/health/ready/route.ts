import { handleReadiness } from '#server/handle-readiness.ts';
import { services } from '#server/services.ts';

/** Readiness: the store answers and is up to date, and whether a runner is there. */
export const GET = (request: Request) => handleReadiness(services(), request);

export const dynamic = 'force-dynamic';
