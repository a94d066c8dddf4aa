import { Registry } from 'prom-client';
import { readMetricFacts } from '#db/metric-facts.ts';
import { logger } from '../logger.ts';
import type { Services } from '../services.ts';
import { addFlowMetrics } from './flow-metrics.ts';
import { type MetricsAccess, mayReadMetrics } from './may-read-metrics.ts';

/**
 * Everything in Prometheus' text format: what runners have published in the store, and this process. 403 for whoever may
 * not read it, 503 where the store does not answer.
 */
export async function handleMetrics(
  services: Services,
  access: MetricsAccess,
  request: Request,
): Promise<Response> {
  // Next names the address that the request came from here, and every proxy adds the one that it got it from.
  const addresses = (request.headers.get('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  if (!mayReadMetrics(access, request.headers.get('authorization'), addresses.filter(Boolean))) {
    return new Response('The token is missing or wrong; see docs/observability.md.\n', { status: 403 });
  }
  const stored = new Registry();
  try {
    const facts = await readMetricFacts(services.pool);
    const flowIds = facts.flows.map(({ flowId }) => flowId);
    addFlowMetrics(stored, facts, await services.figures.read(services.pool, flowIds));
  } catch (error) {
    logger.warn({ err: error }, 'metrics could not be read: the store does not answer');
    return new Response('The store does not answer.\n', { status: 503 });
  }
  const all = Registry.merge([services.processMetrics.registry, stored]);
  return new Response(await all.metrics(), { headers: { 'content-type': all.contentType } });
}
