import {
  type Attributes,
  type Context,
  context,
  propagation,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';

type TracerHolder = typeof globalThis & { synclineTracer?: Tracer | null };

// One for the process: a bundler may load this module more than once, and what starts tracing loads another one of it
// than what is traced.
const holder = globalThis as TracerHolder;

/** From now on spans are made with this tracer; null, as it is at first, makes none and costs nothing. */
export function traceWith(next: Tracer | null): void {
  holder.synclineTracer = next;
}

/** A span that was begun, and is ended by whoever began it. */
export type OpenSpan = {
  set(attributes: Attributes): void;
  /** Does a part of the work in a span of its own. */
  part<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** A part that is over. @param from milliseconds since 1970 */
  past(name: string, from: number): void;
  end(error?: unknown): void;
};

/**
 * Begins a span of its own trace. Null where nothing is traced.
 * @param attributes asked for only then; names and counts, never values of records
 */
export function beginSpan(name: string, attributes: () => Attributes): OpenSpan | null {
  const tracer = holder.synclineTracer;
  return tracer ? opened(tracer.startSpan(name, { attributes: attributes(), root: true }), tracer) : null;
}

/** Does a part of a span's work, in a span of its own where there is one. */
export function inPart<T>(span: OpenSpan | null, name: string, work: () => Promise<T>): Promise<T> {
  return span ? span.part(name, work) : work();
}

/**
 * Does the work in a span, which what is begun meanwhile belongs to.
 * @param parent as `traceparent` gave it in another process; absent for what is under way here
 */
export function spanned<T>(
  name: string,
  attributes: () => Attributes,
  work: (span: OpenSpan | null) => Promise<T>,
  parent: string | null = null,
): Promise<T> {
  const tracer = holder.synclineTracer;
  if (!tracer) return work(null);
  const within =
    parent === null ? context.active() : propagation.extract(context.active(), { traceparent: parent });
  return doneIn(tracer.startSpan(name, { attributes: attributes() }, within), within, (span) =>
    work(opened(span, tracer)),
  );
}

/** Does the work within the trace that `traceparent` names, as another process gave it; null, or one that names none, for none. */
export function inTraceOf<T>(parent: string | null, work: () => T): T {
  if (!holder.synclineTracer || parent === null) return work();
  return context.with(propagation.extract(context.active(), { traceparent: parent }), work);
}

/** What another process needs to go on with this trace (W3C Trace Context); null where nothing is traced. */
export function traceparent(): string | null {
  if (!holder.synclineTracer) return null;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}

function opened(span: Span, tracer: Tracer): OpenSpan {
  const within = trace.setSpan(context.active(), span);
  return {
    set: (attributes) => void span.setAttributes(attributes),
    part: (name, work) => doneIn(tracer.startSpan(name, {}, within), within, () => work()),
    past: (name, from) => tracer.startSpan(name, { startTime: from }, within).end(),
    end: (error) => end(span, error),
  };
}

async function doneIn<T>(span: Span, within: Context, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    const result = await context.with(trace.setSpan(within, span), () => work(span));
    end(span);
    return result;
  } catch (error) {
    end(span, error);
    throw error;
  }
}

/** The code says what went wrong; a message may hold values of records. */
function end(span: Span, error?: unknown): void {
  if (error !== undefined) {
    const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute('error.type', String(code ?? name ?? 'unknown'));
  }
  span.end();
}
