import { toSyncError } from '#core/errors/to-sync-error.ts';
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

/** Operations that one runner works on at once, and how many it has in hand with those that mostly wait. */
const AT_ONCE = 4;
const IN_HAND = 50;
const PROGRESS_EVERY = 500;

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

/** Work that did not come to its end: it was paused, or belongs to another runner by now. */
export type OperationEnd = { end: 'paused' | 'queued' };

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
  readonly #active = new Map<string, { done: Promise<void>; cancel: AbortController; waits: boolean }>();
  #timer: NodeJS.Timeout | undefined;
  #taking = false;
  #stopped = false;

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
    if (this.#taking || this.#stopped) return;
    this.#taking = true;
    this.#takeAll()
      .catch((error: unknown) => this.#context.logger.error({ err: error }, 'no operation could be taken'))
      .finally(() => {
        this.#taking = false;
      });
  }

  /** Leaves what is not finished for another runner. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    for (const { cancel } of this.#active.values()) cancel.abort();
    await Promise.all([...this.#active.values()].map(({ done }) => done));
  }

  async #takeAll(): Promise<void> {
    while (this.#hasRoom() && !this.#stopped) {
      const operation = await this.#store.take();
      if (!operation) return;
      const cancel = new AbortController();
      const { id, flowId } = operation;
      const ids = { operation: id, ...(flowId ? { flow: flowId } : {}) };
      const done = withLogContext(ids, () => this.#work(operation, cancel)).finally(() =>
        this.#active.delete(id),
      );
      this.#active.set(id, { done, cancel, waits: mostlyWaits(operation) });
    }
  }

  #hasRoom(): boolean {
    const busy = [...this.#active.values()].filter(({ waits }) => !waits).length;
    return busy < AT_ONCE && this.#active.size < IN_HAND;
  }

  async #work(operation: TakenOperation, cancel: AbortController): Promise<void> {
    const { logger } = this.#context;
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
      const work = kinds[operation.kind];
      if (!work) throw new TypeError(`no operation of kind ${operation.kind}`);
      const given: OperationWork = {
        context: this.#context,
        supervisor: this.#supervisor,
        operation,
        report: (progress) => {
          latest = progress;
        },
        signal: cancel.signal,
        pause: pause.signal,
        rate: () => rate,
      };
      const { id, kind, flowId, trace } = operation;
      const attributes = () => ({ 'syncline.operation': id, ...(flowId ? { 'syncline.flow': flowId } : {}) });
      const result = await spanned(`operation ${kind}`, attributes, () => work(given), trace);
      await write();
      // Ended with the runner: the next one takes it up again.
      if (this.#stopped && cancel.signal.aborted) return;
      if ('end' in result && !cancel.signal.aborted) {
        await this.#store.leave(operation.id, (result as OperationEnd).end);
        return;
      }
      await this.#store.finish(operation.id, { state: cancel.signal.aborted ? 'cancelled' : 'done', result });
    } catch (thrown) {
      await this.#end(operation, cancel, thrown);
    } finally {
      clearInterval(timer);
    }
  }

  async #end(operation: TakenOperation, cancel: AbortController, thrown: unknown): Promise<void> {
    // Stopped with the runner: the next one takes it up again.
    if (this.#stopped) return;
    const error = toSyncError(thrown);
    const end = cancel.signal.aborted
      ? ({ state: 'cancelled', result: null } as const)
      : ({ state: 'failed', error: { code: error.code, message: error.message } } as const);
    await this.#store
      .finish(operation.id, end)
      .catch((fault: unknown) => this.#context.logger.error({ err: fault }, 'the end was not written'));
  }
}

/** A version that runs beside the live one looks at what passes, for hours: it keeps no other work from beginning. */
function mostlyWaits({ kind, input }: TakenOperation): boolean {
  return kind === 'trial' && input.span === 'beside';
}
