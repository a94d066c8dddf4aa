import type { CodeLimits } from '../code-limits.ts';
import { progressAt } from '../isolate/run-records.ts';
import type { Order, PartHead, Stopped } from '../protocol.ts';
import type { ScopeIsolate } from './scope-isolate.ts';

type RunOrder = Extract<Order, { kind: 'run' }>;

export type RunSetup = {
  limits: CodeLimits;
  /** Hands over what records came to; resolves when it is on its way. */
  sendPart(done: number, text: string): Promise<void>;
  /** The process has grown by more than it may: it is to end, and not to return. */
  outgrown(stopped: Stopped): void;
};

/** After so long the isolate hands over what it has: what a later record spoils is then safe. */
const PART_MS = 200;
const TICK_MS = 20;

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
  const stop = (reason: Stopped['reason'], stack: string, cpuMs: number): Stopped => ({
    ...{ reason, loading, at: at(), cpuMs, first: startedFresh && at() === 0, stack },
  });
  const growth = watchGrowth(setup.limits.growthMb, () => setup.outgrown(stop('memory', '', 0)));
  let cpuBefore = 0n;
  try {
    const context = scope.context(order.program);
    cpuBefore = scope.isolate.cpuTime;
    await context.begin(order, text);
    loading = false;
    for (let from = 0; from < order.count; from = at()) {
      Atomics.store(words, progressAt.stop, order.single ? 1 : 0);
      const ends = setTimeout(() => Atomics.store(words, progressAt.stop, 1), PART_MS);
      const before = order.observe ? taken(scope) : null;
      cpuBefore = scope.isolate.cpuTime;
      try {
        const part = await context.nextPart(order.limitMs + PART_MS);
        await setup.sendPart(at() - from, before === null ? part : withTaken(part, scope, before));
      } finally {
        clearTimeout(ends);
      }
    }
    return null;
  } catch (error) {
    const cpuMs = Number((scope.cpuTime() - cpuBefore) / 1_000_000n);
    const { reason, stack } = reasonOf(error);
    scope.dispose();
    return stop(reason, stack, cpuMs);
  } finally {
    clearInterval(growth);
  }
}

/** Looks whether the process grows: what is not on the heap of the isolate is not in its limit. */
function watchGrowth(mostMb: number, outgrown: () => void): NodeJS.Timeout {
  const most = process.memoryUsage.rss() + mostMb * 2 ** 20;
  return setInterval(() => {
    if (process.memoryUsage.rss() > most) outgrown();
  }, TICK_MS);
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

/** Why isolated-vm stopped it; whatever else goes wrong here has to do with memory that was not to be had. */
function reasonOf(error: unknown): { reason: Stopped['reason']; stack: string } {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const inTime = message.includes('timed out');
  return { reason: inTime ? 'time' : 'memory', stack: inTime ? (stack ?? '') : message };
}
