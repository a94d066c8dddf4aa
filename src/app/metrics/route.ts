import { env } from '#config/env.ts';
import { handleMetrics } from '#server/metrics/handle-metrics.ts';
import { services } from '#server/services.ts';

// Where others can connect, Next tells the address that a request says that it is from.
export const GET = (request: Request) =>
  handleMetrics(services(), { token: env.metricsToken(), addressesKnown: env.listensToItself() }, request);

export const dynamic = 'force-dynamic';
