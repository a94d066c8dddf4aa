import { env } from '#config/env.ts';
import { handleMetrics } from '#server/metrics/handle-metrics.ts';
import { services } from '#server/services.ts';

export const GET = (request: Request) => handleMetrics(services(), { token: env.metricsToken() }, request);

export const dynamic = 'force-dynamic';
