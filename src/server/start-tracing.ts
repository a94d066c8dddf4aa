import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { env } from '#config/env.ts';
import { traceWith } from '#lib/tracing.ts';
import { logger } from './logger.ts';

export type Tracing = {
  /** Sends what has not been sent, as far as the receiver takes it in a few seconds, and traces no more. */
  stop(): Promise<void>;
};

/** Milliseconds that a process waits for the receiver when it ends. */
const PATIENCE = 3_000;

async function tooLate(): Promise<never> {
  await sleep(PATIENCE, undefined, { ref: false });
  throw new Error('The receiver of spans does not answer.');
}

/**
 * Traces to where OpenTelemetry's own variables say; null where they say nothing.
 * @param service the process, unless the variables name it
 */
export function startTracing(service: string): Tracing | null {
  if (!env.tracesWanted()) return null;
  const attributes = env.traceResource(service);
  const resource = {
    attributes,
    asyncAttributesPending: false,
    getRawAttributes: () => Object.entries(attributes),
    merge: () => resource,
  } as unknown as NonNullable<ConstructorParameters<typeof NodeTracerProvider>[0]>['resource'];
  const provider = new NodeTracerProvider({
    resource,
    // Endpoint, headers, sampler and batches are read by the libraries themselves, from the standard variables.
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  // For the context and what is passed on of it. Spans are ours alone: those of frameworks tell addresses, and so
  // tokens and keys of records.
  provider.register();
  trace.disable();
  traceWith(provider.getTracer('syncline'));
  return {
    async stop() {
      traceWith(null);
      try {
        await Promise.race([provider.shutdown(), tooLate()]);
      } catch (err) {
        logger.warn({ err }, 'the last spans were not sent');
      }
    },
  };
}
