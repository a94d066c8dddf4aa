import { Worker } from 'node:worker_threads';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CheckAnswer, CheckRequest } from './check-worker.ts';

export type CheckLimits = {
  /** Milliseconds that one program may take. */
  ms: number;
  /** Megabytes of the thread's heap, of which the compiler itself takes some 150. */
  megabytes: number;
  /** Milliseconds without work after which the thread, and its memory, are let go. */
  idleMs: number;
};

const usual: CheckLimits = { ms: 15_000, megabytes: 600, idleMs: 10 * 60_000 };

type Wanted = { request: CheckRequest; resolve(answer: CheckAnswer | Stopped): void };
type Stopped = { kind: 'stopped'; message: string };

/** Programs whose problems are remembered: an editor asks for the same ones again and again. */
const MOST_KEPT = 200;

/**
 * Checks TypeScript of code nodes, in a thread of its own that stays warm. Types can be made to take for
 * ever, or all memory: such a program is stopped, and that is its problem.
 */
export class CodeChecker {
  readonly #limits: CheckLimits;
  readonly #waiting: Wanted[] = [];
  readonly #known = new Map<string, CodeProblem[]>();
  #thread: Worker | null = null;
  #ready = false;
  #current: Wanted | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(limits: Partial<CheckLimits> = {}) {
    this.#limits = { ...usual, ...limits };
  }

  /** Everything that is wrong with a program, in the order of its lines, its modules after it. Empty where it may run. */
  async check(program: CodeProgram): Promise<CodeProblem[]> {
    const key = JSON.stringify(program);
    const known = this.#known.get(key);
    if (known) return known;
    const answer = await this.#ask({ kind: 'check', program });
    if (answer.kind !== 'problems') return [wholeProblem(answer)];
    if (this.#known.size >= MOST_KEPT) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, answer.problems);
    return answer.problems;
  }

  /** The fields of what the program's function returns, as far as its types tell; null where they do not. */
  async inferFields(program: CodeProgram): Promise<CodeField[] | null> {
    const answer = await this.#ask({ kind: 'infer', program });
    return answer.kind === 'fields' ? answer.fields : null;
  }

  /** Is there a thread? */
  get warm(): boolean {
    return this.#thread !== null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#letGo('Syncline is being stopped.');
  }

  #ask(request: CheckRequest): Promise<CheckAnswer | Stopped> {
    if (this.#closed) return Promise.resolve({ kind: 'stopped', message: 'Syncline is being stopped.' });
    return new Promise((resolve) => {
      this.#waiting.push({ request, resolve });
      this.#next();
    });
  }

  /** Gives the thread what has waited longest, if it has nothing to do. */
  #next(): void {
    if (this.#current) return;
    const next = this.#waiting[0];
    if (!next) {
      this.#thread?.unref();
      if (this.#thread) this.#after(this.#limits.idleMs, () => void this.#letGo(''));
      return;
    }
    const thread = this.#thread ?? this.#start();
    thread.ref();
    if (!this.#ready) return;
    this.#waiting.shift();
    this.#current = next;
    thread.postMessage(next.request);
    this.#after(this.#limits.ms, () => {
      const seconds = Math.round(this.#limits.ms / 1000);
      void this.#letGo(`Its types take longer to check than ${seconds} seconds. Make them simpler.`);
    });
  }

  #start(): Worker {
    const thread = new Worker(new URL('./check-worker.ts', import.meta.url), {
      name: 'code-check',
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes },
    });
    this.#thread = thread;
    this.#ready = false;
    thread.on('message', (answer: CheckAnswer) => {
      if (answer.kind === 'ready') this.#ready = true;
      else this.#settle(answer);
      this.#next();
    });
    thread.on('error', (error) => {
      if (this.#thread !== thread) return;
      const message =
        'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `Its types take more than ${this.#limits.megabytes} MB to check. Make them simpler.`
          : `The check broke down: ${error.message}`;
      void this.#letGo(message);
    });
    return thread;
  }

  /** Ends the thread. What it was at (or was to begin with) is answered with the reason; what waits behind gets another thread. */
  async #letGo(reason: string): Promise<void> {
    const thread = this.#thread;
    const failed = this.#current ?? (this.#ready ? undefined : this.#waiting.shift());
    this.#thread = null;
    this.#ready = false;
    this.#current = failed ?? null;
    this.#settle({ kind: 'stopped', message: reason });
    if (this.#closed) {
      for (const { resolve } of this.#waiting.splice(0)) resolve({ kind: 'stopped', message: reason });
    }
    await thread?.terminate();
    this.#next();
  }

  #settle(answer: CheckAnswer | Stopped): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const current = this.#current;
    this.#current = null;
    current?.resolve(answer);
  }

  #after(ms: number, work: () => void): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(work, ms);
    if (!this.#current) this.#timer.unref();
  }
}

/** A problem of the program as a whole. */
function wholeProblem(answer: CheckAnswer | Stopped): CodeProblem {
  const message = 'message' in answer ? answer.message : 'The check came to nothing.';
  const place = { module: null, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { code: 'CHECK_STOPPED', message, ...place };
}
