import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CodeUses } from '#core/code/code-use.ts';
import type { CheckAnswer, CheckRequest } from './check-process.ts';

export type CheckLimits = {
  /** Milliseconds that one program may take. */
  ms: number;
  /** Megabytes of the process's heap, of which the compiler itself takes some 150. */
  megabytes: number;
  /** Milliseconds without work after which the process, and its memory, are let go. */
  idleMs: number;
};

const usual: CheckLimits = { ms: 15_000, megabytes: 600, idleMs: 10 * 60_000 };

const checkProcess = join(dirname(fileURLToPath(import.meta.url)), 'check-process.ts');

type Wanted = { request: CheckRequest; resolve(answer: CheckAnswer | Stopped): void };
type Stopped = { kind: 'stopped'; message: string };

/** Programs whose problems are remembered: an editor asks for the same ones again and again. */
const MOST_KEPT = 200;

/**
 * Checks TypeScript of code nodes, in a process of its own that stays warm. Types can be made to take for
 * ever, or all memory, which would end a thread's process with it: such a program is stopped, and that is its problem.
 */
export class CodeChecker {
  readonly #limits: CheckLimits;
  readonly #waiting: Wanted[] = [];
  readonly #known = new Map<string, CodeProblem[]>();
  #process: ChildProcess | null = null;
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

  /** What its functions do with the fields that they are given, where that can be told. */
  async findUses(program: CodeProgram): Promise<CodeUses> {
    const answer = await this.#ask({ kind: 'uses', program });
    return answer.kind === 'uses' ? answer.uses : {};
  }

  /** Is there a process? */
  get warm(): boolean {
    return this.#process !== null;
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

  /** Gives the process what has waited longest, if it has nothing to do. */
  #next(): void {
    if (this.#current) return;
    const next = this.#waiting[0];
    if (!next) {
      hold(this.#process, false);
      if (this.#process) this.#after(this.#limits.idleMs, () => void this.#letGo(''));
      return;
    }
    const process = this.#process ?? this.#start();
    hold(process, true);
    if (!this.#ready) return;
    this.#waiting.shift();
    this.#current = next;
    process.send(next.request);
    this.#after(this.#limits.ms, () => {
      const seconds = Math.round(this.#limits.ms / 1000);
      void this.#letGo(`Its types take longer to check than ${seconds} seconds. Make them simpler.`);
    });
  }

  #start(): ChildProcess {
    // Not by `fork`, whose file the pages' bundler takes for a module of its own.
    const started = spawn(
      process.execPath,
      [`--max-old-space-size=${this.#limits.megabytes}`, checkProcess],
      {
        env: {} as NodeJS.ProcessEnv,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    );
    this.#process = started;
    this.#ready = false;
    started.on('message', (answer: CheckAnswer) => {
      if (this.#process !== started) return;
      if (answer.kind === 'ready') this.#ready = true;
      else this.#settle(answer);
      this.#next();
    });
    const ended = (message: string) => {
      if (this.#process === started) void this.#letGo(message);
    };
    started.on('error', (error) => ended(`The check broke down: ${error.message}`));
    started.on('exit', (code, signal) => {
      // V8 aborts where its heap is full.
      const full = signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134;
      ended(
        full
          ? `Its types take more than ${this.#limits.megabytes} MB to check. Make them simpler.`
          : `The check broke down (${signal ?? `exit code ${code}`}).`,
      );
    });
    return started;
  }

  /** Ends the process. What it was at (or was to begin with) is answered with the reason; what waits behind gets another one. */
  async #letGo(reason: string): Promise<void> {
    const process = this.#process;
    const failed = this.#current ?? (this.#ready ? undefined : this.#waiting.shift());
    this.#process = null;
    this.#ready = false;
    this.#current = failed ?? null;
    this.#settle({ kind: 'stopped', message: reason });
    if (this.#closed) {
      for (const { resolve } of this.#waiting.splice(0)) resolve({ kind: 'stopped', message: reason });
    }
    if (process && process.exitCode === null && process.signalCode === null) {
      process.kill('SIGKILL');
      await once(process, 'exit');
    }
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

/** Whether a process that has nothing to do keeps this one from ending. */
function hold(process: ChildProcess | null, held: boolean): void {
  if (held) {
    process?.ref();
    process?.channel?.ref();
  } else {
    process?.unref();
    process?.channel?.unref();
  }
}

/** A problem of the program as a whole. */
function wholeProblem(answer: CheckAnswer | Stopped): CodeProblem {
  const message = 'message' in answer ? answer.message : 'The check came to nothing.';
  const place = { module: null, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { code: 'CHECK_STOPPED', message, ...place };
}
