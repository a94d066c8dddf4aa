import { handleReadiness } from '#server/handle-readiness.ts';
import { services } from '#server/services.ts';

/** Readiness: the store answers too, and whether a runner is there. */
export const GET = () => handleReadiness(services());

export const dynamic = 'force-dynamic';
