import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { SyncError } from '#core/errors/sync-error.ts';
import type { CodeLimits } from './code-limits.ts';
import { type Frame, readFrames, writeFrame } from './frames.ts';
import { ownBundles } from './own-bundles.ts';
import type { Answer, Order } from './protocol.ts';

/** The child ended, of itself or by force, before it had answered. */
export class ChildEnded extends Error {
  /** Its own last words say that memory ran out. */
  readonly outOfMemory: boolean;
  /** We ended it, since it had not answered in time. */
  readonly silent: boolean;

  constructor(how: string, outOfMemory: boolean, silent: boolean) {
    super(`The process that runs code ended (${how}).`);
    this.outOfMemory = outOfMemory;
    this.silent = silent;
  }
}

/**
 * A process that runs code. It has an empty environment, no descriptor but the channel to us, Node's permission model
 * (no file but the binary of isolated-vm, no process, no worker), and where we are root the user `nobody`. Node's
 * permission model does not cover sockets; isolates have none, so what is left is a hole in V8 itself: who fears that
 * runs Syncline in a container without a way out. Without root it is our own user, under the same model. It ends when
 * the channel closes.
 */
export class CodeChild {
  /** Scopes with the programs that it was given. */
  readonly loaded = new Map<string, Set<string>>();
  readonly #process: ChildProcess;
  readonly ended: Promise<void>;
  readonly #answers: Frame<Answer>[] = [];
  #wake: (() => void) | null = null;
  #how: string | null = null;
  #words = '';
  #silent = false;

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.ended = once(process, 'close').then(
      ([code, signal]) => this.#end(signal ?? `exit code ${code}`),
      (error) => this.#end(String(error)),
    );
    if (process.stdout)
      readFrames<Answer>(
        process.stdout,
        (frame) => this.#hear(frame),
        () => process.kill('SIGKILL'),
      );
    process.stderr?.on('data', (chunk) => {
      this.#words = (this.#words + chunk).slice(-4000);
    });
    // What the end of the child means is told by `close`.
    process.stdin?.on('error', () => undefined);
  }

  /** Starts a child and waits until it can run code. @throws SyncError `CODE_UNAVAILABLE` */
  static async start(limits: CodeLimits): Promise<CodeChild> {
    const { child, runtime, addon } = await ownBundles();
    const flags = [
      '--no-node-snapshot',
      '--min-semi-space-size=16',
      '--max-semi-space-size=32',
      '--no-warnings',
      '--permission',
      '--allow-addons',
      `--allow-fs-read=${addon}`,
    ];
    const started = new CodeChild(
      spawn(process.execPath, [...flags, '--eval', child], {
        env: {} as NodeJS.ProcessEnv,
        cwd: '/',
        stdio: ['pipe', 'pipe', 'pipe'],
        windowsHide: true,
      }),
    );
    try {
      started.order({ kind: 'start', addon, limits }, runtime);
      await started.answer(30_000);
      return started;
    } catch (cause) {
      await started.end();
      const detail = started.#words.trim().slice(-1000);
      throw new SyncError('CODE_UNAVAILABLE', 'No process could be started that runs code.', {
        cause,
        detail,
      });
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get isAlive(): boolean {
    return this.#how === null;
  }

  /** Sends an order. Where the child is gone, the answer tells. */
  order(order: Order, text = ''): void {
    if (this.isAlive && this.#process.stdin) writeFrame(this.#process.stdin, order, text);
  }

  /** The next answer. @throws ChildEnded, also where none comes in time: then the child is ended */
  async answer(withinMs: number): Promise<Frame<Answer>> {
    const late = setTimeout(() => {
      this.#silent = true;
      this.#process.kill('SIGKILL');
    }, withinMs);
    try {
      for (;;) {
        const next = this.#answers.shift();
        if (next !== undefined) return next;
        if (this.#how !== null)
          throw new ChildEnded(this.#how, /out of memory|memory limit/i.test(this.#words), this.#silent);
        await new Promise<void>((wake) => {
          this.#wake = wake;
        });
      }
    } finally {
      clearTimeout(late);
    }
  }

  /** Ends the process and waits until it is gone. */
  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended;
  }

  #hear(frame: Frame<Answer>): void {
    this.#answers.push(frame);
    this.#wake?.();
  }

  #end(how: string): void {
    this.#how = how;
    this.#wake?.();
  }
}
