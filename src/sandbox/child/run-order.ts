import type { CodeLimits } from '../code-limits.ts';
import { describeThrown } from '../isolate/describe-thrown.ts';
import { phases, progressAt, tampered } from '../isolate/run-records.ts';
import type { Order, PartHead, Stopped } from '../protocol.ts';
import { isRejection, nextPart, stopWords } from './next-part.ts';
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
  words[progressAt.phase] = phases.loading;
  const startedFresh = scope.isFresh;
  const at = () => Atomics.load(words, progressAt.record);
  const stop = (why: Pick<Stopped, 'reason' | 'message' | 'stack'>, ending = false): Stopped => ({
    ...{ ...why, ending, during: duringOf(words), at: at(), cpuMs: cpuMs() },
    first: startedFresh && at() === 0,
  });
  let cpuBefore = cpuMicros();
  let callBegan = performance.now();
  const cpuMs = () => (cpuMicros() - cpuBefore) / 1000;
  const most = process.memoryUsage.rss() + setup.limits.growthMb * 2 ** 20;
  const deaf = order.limitMs + PART_MS + DEAF_MS;
  const watch = setInterval(() => {
    // What is not on the heap of the isolate is not in its limit; and what V8 does by itself hears no timeout.
    const over = process.memoryUsage.rss() > most;
    if (over || performance.now() - callBegan > deaf)
      setup.abandon(stop({ reason: over ? 'memory' : 'time', message: '', stack: '' }, true));
  }, TICK_MS);
  try {
    const context = scope.context(order.program);
    cpuBefore = cpuMicros();
    words[progressAt.phase] = phases.reading;
    await context.begin(order, text);
    for (let from = 0; from < order.count; from = at()) {
      Atomics.store(words, progressAt.stop, order.single ? 1 : 0);
      const ends = setTimeout(() => Atomics.store(words, progressAt.stop, 1), PART_MS);
      const before = order.observe ? taken(scope) : null;
      cpuBefore = cpuMicros();
      callBegan = performance.now();
      try {
        const { single, observe } = order;
        const part = await nextPart(context, words, { single, observe, timeout: order.limitMs + PART_MS });
        await setup.sendPart(at() - from, before === null ? part : withTaken(part, scope, before));
      } finally {
        clearTimeout(ends);
      }
    }
    return null;
  } catch (error) {
    const stopped = stop(reasonOf(error, words));
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

function duringOf(words: Int32Array): Stopped['during'] {
  const phase = Atomics.load(words, progressAt.phase);
  if (phase === phases.loading) return 'loading';
  if (phase === phases.reading) return 'reading';
  return phase === phases.working ? 'record' : 'later';
}

/** Why isolated-vm stopped it, or what the code rejected. */
function reasonOf(error: unknown, words: Int32Array): Pick<Stopped, 'reason' | 'message' | 'stack'> {
  if (isRejection(error, words)) return { reason: 'rejected', ...describeThrown(error) };
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  if (message === stopWords.time) return { reason: 'time', message, stack };
  if (message.includes(tampered)) return { reason: 'tampered', message, stack: '' };
  return { reason: /memory|disposed|heap/i.test(message) ? 'memory' : 'fault', message, stack: '' };
}
