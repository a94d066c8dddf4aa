import type { CodeLimits } from '../code-limits.ts';
import { progressAt, tampered } from '../isolate/run-records.ts';
import type { Order, PartHead, Stopped } from '../protocol.ts';
import type { ScopeIsolate } from './scope-isolate.ts';

type RunOrder = Extract<Order, { kind: 'run' }>;

export type RunSetup = {
  limits: CodeLimits;
  /** Hands over what records came to; resolves when it is on its way. */
  sendPart(done: number, text: string): Promise<void>;
  /** What cannot be stopped otherwise: the process is to end. */
  abandon(stopped: Stopped): void;
};

/** After so long the isolate hands over what it has: what a later record spoils is then safe. */
const PART_MS = 200;
const TICK_MS = 20;
/** V8 ends code where it looks for that: code that does not get there in this time is ended with its process. */
const DEAF_MS = 1000;

/**
 * Runs an order part by part, each in one call into the isolate.
 * @returns where it was stopped, or null at its end
 */
export async function runOrder(
  scope: ScopeIsolate,
  order: RunOrder,
  text: string,
  setup: RunSetup,
): Promise<Stopped | null> {
  if (order.fresh) scope.dispose();
  const words = new Int32Array(scope.progress);
  words[progressAt.record] = 0;
  const startedFresh = scope.isFresh;
  let loading = true;
  const at = () => Atomics.load(words, progressAt.record);
  const stop = (reason: Stopped['reason'], stack: string, cpuMs: number, ending = false): Stopped => ({
    ...{ reason, ending, loading, at: at(), cpuMs, first: startedFresh && at() === 0, stack },
  });
  let cpuBefore = cpuMicros();
  let callBegan = performance.now();
  const cpuMs = () => (cpuMicros() - cpuBefore) / 1000;
  const most = process.memoryUsage.rss() + setup.limits.growthMb * 2 ** 20;
  const deaf = order.limitMs + PART_MS + DEAF_MS;
  const watch = setInterval(() => {
    // What is not on the heap of the isolate is not in its limit; and what V8 does by itself hears no timeout.
    if (process.memoryUsage.rss() > most) setup.abandon(stop('memory', '', cpuMs(), true));
    else if (performance.now() - callBegan > deaf) setup.abandon(stop('time', '', cpuMs(), true));
  }, TICK_MS);
  try {
    const context = scope.context(order.program);
    cpuBefore = cpuMicros();
    await context.begin(order, text);
    loading = false;
    for (let from = 0; from < order.count; from = at()) {
      Atomics.store(words, progressAt.stop, order.single ? 1 : 0);
      const ends = setTimeout(() => Atomics.store(words, progressAt.stop, 1), PART_MS);
      const before = order.observe ? taken(scope) : null;
      cpuBefore = cpuMicros();
      callBegan = performance.now();
      try {
        const part = await context.nextPart(order.limitMs + PART_MS);
        await setup.sendPart(at() - from, before === null ? part : withTaken(part, scope, before));
      } finally {
        clearTimeout(ends);
      }
    }
    return null;
  } catch (error) {
    const stopped = stop(reasonOf(error).reason, reasonOf(error).stack, cpuMs());
    scope.dispose();
    return stopped;
  } finally {
    clearInterval(watch);
  }
}

/** What the process took of the processors: nearly all of it the isolate's, whose own count is wrong where these are scarce. */
function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function taken(scope: ScopeIsolate): { nanos: bigint; heap: number } {
  const heap = scope.isolate.getHeapStatisticsSync();
  return { nanos: scope.isolate.wallTime, heap: heap.used_heap_size + heap.externally_allocated_size };
}

function withTaken(part: string, scope: ScopeIsolate, before: ReturnType<typeof taken>): string {
  const nanos = scope.isolate.wallTime - before.nanos;
  const bytes = Math.max(0, taken(scope).heap - before.heap);
  const end = part.indexOf('\n');
  const head: PartHead = { ...JSON.parse(part.slice(0, end)), micros: Number(nanos) / 1000, bytes };
  return JSON.stringify(head) + part.slice(end);
}

/** Why isolated-vm stopped it. */
function reasonOf(error: unknown): { reason: Stopped['reason']; stack: string } {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (message.includes('timed out')) return { reason: 'time', stack: stack ?? '' };
  if (message.includes(tampered)) return { reason: 'tampered', stack: '' };
  return { reason: /memory|disposed|heap/i.test(message) ? 'memory' : 'fault', stack: message };
}
