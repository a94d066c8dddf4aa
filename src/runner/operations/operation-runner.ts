import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncError } from '#core/errors/sync-error.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import { classifyStoreError } from '#db/ledger/classify-store-error.ts';
import { OperationStore, type TakenOperation } from '#db/runner/operation-store.ts';
import { withLogContext } from '#lib/log-context.ts';
import { spanned } from '#lib/tracing.ts';
import type { RunnerContext } from '../runner-context.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import { runAuditOperation } from './run-audit-operation.ts';
import { runBulkOperation } from './run-bulk-operation.ts';
import { runDemoTrafficOperation } from './run-demo-traffic-operation.ts';
import { runMatchOperation } from './run-match-operation.ts';
import { runResyncOperation } from './run-resync-operation.ts';
import { runTrialOperation } from './run-trial-operation.ts';
import { runUndoOperation } from './run-undo-operation.ts';
import { runVerifyOperation } from './run-verify-operation.ts';

/** Operations that one runner works on at once, and how many it has in hand with those that wait. */
const AT_ONCE = 4;
const IN_HAND = 50;
const PROGRESS_EVERY = 500;
/** Pauses, milliseconds, between attempts to write down how an operation ended. */
const END_PAUSE = 500;
const LONGEST_END_PAUSE = 10_000;

/** What an operation's work gets to work with. */
export type OperationWork = {
  context: RunnerContext;
  supervisor: Supervisor;
  operation: TakenOperation;
  /** Tells how far it is; written down about twice a second. */
  report: (progress: object) => void;
  /** Aborts when somebody cancels it, or the runner stops. */
  signal: AbortSignal;
  /** Aborts when somebody asks it to pause: work that can goes no further than it must, and ends with that. */
  pause: AbortSignal;
  /** Records a second at most, as it is wanted now; null: as fast as it goes. */
  rate: () => number | null;
};

/** Work that did not come to its end: it was paused, belongs to another runner by now, or failed with something done. */
export type OperationEnd = { end: 'paused' | 'queued' } | { end: 'failed'; error: SyncError; result: object };

const kinds: Record<string, (work: OperationWork) => Promise<object | OperationEnd>> = {
  bulk: runBulkOperation,
  verify: runVerifyOperation,
  resync: runResyncOperation,
  match: runMatchOperation,
  'undo-first-sync': runUndoOperation,
  trial: runTrialOperation,
  audit: runAuditOperation,
  'demo-traffic': runDemoTrafficOperation,
};

/** Takes queued operations and works on them, a few at once. */
export class OperationRunner {
  readonly #context: RunnerContext;
  readonly #supervisor: Supervisor;
  readonly #store: OperationStore;
  readonly #active = new Map<string, Active>();
  #timer: NodeJS.Timeout | undefined;
  #taking = false;
  readonly #stop = new AbortController();

  constructor(context: RunnerContext, supervisor: Supervisor) {
    this.#context = context;
    this.#supervisor = supervisor;
    this.#store = new OperationStore(context.pool, context.runnerId);
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), 1_000);
    this.wake();
  }

  /** Looks for queued work now. */
  wake(): void {
    if (this.#taking || this.#stop.signal.aborted) return;
    this.#taking = true;
    this.#takeAll()
      .catch((error: unknown) => this.#context.logger.error({ err: error }, 'no operation could be taken'))
      .finally(() => {
        this.#taking = false;
      });
  }

  /** Leaves what is not finished for another runner. */
  async stop(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#timer);
    for (const { cancel } of this.#active.values()) cancel.abort();
    await Promise.all([...this.#active.values()].map(({ done }) => done));
  }

  async #takeAll(): Promise<void> {
    while (this.#hasRoom() && !this.#stop.signal.aborted) {
      const operation = await this.#store.take([...this.#active.keys()]);
      if (!operation) return;
      const cancel = new AbortController();
      const { id, flowId } = operation;
      const ids = { operation: id, ...(flowId ? { flow: flowId } : {}) };
      const active: Active = { done: Promise.resolve(), cancel, waits: mostlyWaits(operation) };
      this.#active.set(id, active);
      active.done = withLogContext(ids, () => this.#work(operation, active)).finally(() =>
        this.#active.delete(id),
      );
    }
  }

  #hasRoom(): boolean {
    const busy = [...this.#active.values()].filter(({ waits }) => !waits).length;
    return busy < AT_ONCE && this.#active.size < IN_HAND;
  }

  async #work(operation: TakenOperation, active: Active): Promise<void> {
    const { logger } = this.#context;
    const { cancel } = active;
    if (operation.cancelAsked) cancel.abort();
    let latest: object = operation.progress ?? {};
    let { rate } = operation;
    const pause = new AbortController();
    const write = async () => {
      const wish = await this.#store.progress(operation.id, latest);
      rate = wish.rate;
      if (wish.pauseAsked) pause.abort();
      if (wish.cancelAsked) cancel.abort();
    };
    const failed = (error: unknown) =>
      logger.warn({ err: error, operation: operation.id }, 'progress not written');
    const timer = setInterval(() => write().catch(failed), PROGRESS_EVERY);
    try {
      const given: OperationWork = {
        context: this.#context,
        supervisor: this.#supervisor,
        operation,
        report: (progress) => {
          latest = progress;
          active.waits = mostlyWaits(operation) || isWaiting(progress);
        },
        signal: cancel.signal,
        pause: pause.signal,
        rate: () => rate,
      };
      const outcome = await carryOut(given).then(
        (result) => ({ result }),
        (thrown: unknown) => ({ thrown }),
      );
      await this.#keepEnd(operation, async () => {
        await write();
        await this.#end(operation, cancel, outcome);
      });
    } finally {
      clearInterval(timer);
    }
  }

  /** However long the store does not answer: nobody else takes up what a runner that lives has in hand. */
  async #keepEnd({ id }: TakenOperation, keep: () => Promise<void>): Promise<void> {
    for (let pause = END_PAUSE; ; pause = Math.min(pause * 2, LONGEST_END_PAUSE)) {
      try {
        return await keep();
      } catch (err) {
        const { logger } = this.#context;
        logger.error({ err, operation: id, retryIn: pause }, 'the end was not written');
        await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
        if (this.#stop.signal.aborted) return;
      }
    }
  }

  async #end(
    { id }: TakenOperation,
    { signal: { aborted } }: AbortController,
    outcome: { result: object | OperationEnd } | { thrown: unknown },
  ): Promise<void> {
    // Stopped with the runner: the next one takes it up again.
    if (this.#stop.signal.aborted && (aborted || 'thrown' in outcome)) return;
    if ('thrown' in outcome) {
      if (aborted) return this.#store.finish(id, { state: 'cancelled', result: null });
      const error = toSyncError(classifyStoreError(outcome.thrown));
      if (error.code === 'LEASE_STALE') return this.#store.leave(id, 'queued');
      return this.#fail(id, error, null);
    }
    const { result } = outcome;
    if (!('end' in result)) {
      return this.#store.finish(id, { state: aborted ? 'cancelled' : 'done', result });
    }
    const end = result as OperationEnd;
    if (end.end === 'failed') return this.#fail(id, end.error, end.result);
    await this.#store.leave(id, end.end);
  }

  async #fail(id: string, { code, message }: SyncError, result: object | null): Promise<void> {
    await this.#store.finish(id, { state: 'failed', error: { code, message }, result });
  }
}

/** An operation in hand; one that waits keeps no other from beginning. */
type Active = { done: Promise<void>; cancel: AbortController; waits: boolean };

/** Does it say that it waits, as for a flow that does not run? */
function isWaiting(progress: { waiting?: string | null }): boolean {
  return typeof progress.waiting === 'string';
}

async function carryOut(given: OperationWork): Promise<object | OperationEnd> {
  const { id, kind, flowId, trace } = given.operation;
  const work = kinds[kind];
  if (!work) throw new TypeError(`no operation of kind ${kind}`);
  const attributes = () => ({ 'syncline.operation': id, ...(flowId ? { 'syncline.flow': flowId } : {}) });
  return spanned(`operation ${kind}`, attributes, () => work(given), trace);
}

/** A version that runs beside the live one looks at what passes, for hours: it keeps no other work from beginning. */
function mostlyWaits({ kind, input }: TakenOperation): boolean {
  return kind === 'trial' && input.span === 'beside';
}
