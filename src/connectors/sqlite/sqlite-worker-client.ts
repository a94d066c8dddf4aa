import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { SqliteFileOptions } from './sqlite-file.ts';
import type { SqliteOperations } from './sqlite-operations.ts';
import type { SqliteAnswer, SqliteRequest } from './sqlite-worker.ts';

type Waiting = { resolve(result: unknown): void; reject(error: unknown): void };

/**
 * A session's worker thread. SQLite's calls return when they are done: in a thread of its own a large read, a sync
 * of the disk or a slow folder holds up nobody but its session.
 */
export class SqliteWorkerClient {
  readonly #options: SqliteFileOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #last = 0;
  #closed = false;

  constructor(options: SqliteFileOptions) {
    this.#options = options;
  }

  /** Runs an operation in the worker, which is started by the first one. Rejects with a SyncError. */
  call<Name extends keyof SqliteOperations>(
    operation: Name,
    ...values: Parameters<SqliteOperations[Name]>
  ): Promise<Awaited<ReturnType<SqliteOperations[Name]>>> {
    if (this.#closed) return Promise.reject(closed());
    return this.#call({ operation, values }) as Promise<Awaited<ReturnType<SqliteOperations[Name]>>>;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const worker = this.#worker;
    if (!worker) return;
    try {
      await this.#call({ operation: 'close', values: [] });
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      this.#worker = null;
      this.#fail(closed());
    }
    await leaveIdle(worker);
  }

  #call(request: Omit<SqliteRequest, 'id'>): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#open().postMessage({ ...request, id } satisfies SqliteRequest);
    });
  }

  #open(): Worker {
    if (this.#worker) return this.#worker;
    const worker =
      takeIdle() ?? new Worker(new URL('./sqlite-worker.ts', import.meta.url), { name: 'sqlite' });
    worker.on('message', (answer: SqliteAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) {
        const { code, message, detail } = answer.error;
        waiting?.reject(new SyncError(code as ErrorCode, message, { detail }));
      } else waiting?.resolve(answer.result);
    });
    worker.on('error', (error) => {
      const message = `The thread that reads the file broke down: ${String(error)}`;
      this.#fail(new SyncError('CONNECTION_LOST', message, { cause: error }));
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      this.#fail(closed());
    });
    worker.postMessage({ id: 0, operation: 'open', values: [this.#options] } satisfies SqliteRequest);
    this.#worker = worker;
    return worker;
  }

  #fail(error: SyncError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

/** Threads without a session: to start one takes longer than most of what is asked of it. */
const idle: Worker[] = [];
const MOST_IDLE = 2;

function takeIdle(): Worker | undefined {
  const worker = idle.pop();
  if (worker) forgetListeners(worker);
  worker?.ref();
  return worker;
}

async function leaveIdle(worker: Worker): Promise<void> {
  forgetListeners(worker);
  if (idle.length >= MOST_IDLE) {
    await worker.terminate();
    return;
  }
  const forget = () => {
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
  };
  worker.on('error', forget);
  worker.on('exit', forget);
  // It keeps no process alive.
  worker.unref();
  idle.push(worker);
}

/** Ours alone: Node has listeners of its own on a worker. */
function forgetListeners(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
}

function closed(): SyncError {
  return new SyncError('CONNECTION_LOST', 'The connection was closed.');
}
