import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { env } from '#config/env.ts';
import { traceWith } from '#lib/tracing.ts';

export type Tracing = {
  /** Sends what has not been sent, and traces no more. */
  stop(): Promise<void>;
};

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
      await provider.shutdown();
    },
  };
}
