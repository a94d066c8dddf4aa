import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const tether = join(import.meta.dirname, 'end-with-parent.mjs');
const steadyMs = 60_000;
const graceMs = 15_000;

export interface PartOptions {
  name: string;
  /** Arguments of Node: its own flags, the file, the file's arguments. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Gets what the part writes, line by line. */
  onLine: (line: string) => void;
  say: (line: string) => void;
}

/** One process of Syncline that is to run until it is stopped: when it ends unasked it is started again. */
export class Part {
  readonly #options: PartOptions;
  readonly #stop = new AbortController();
  #child: ChildProcess | undefined;
  #running: Promise<void> | undefined;

  constructor(options: PartOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#keepRunning();
  }

  /** Asks the process to end, and ends it by force when it takes too long. */
  async stop(): Promise<void> {
    this.#stop.abort();
    const child = this.#child;
    if (child !== undefined) {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await this.#running;
      clearTimeout(force);
    }
    await this.#running;
  }

  async #keepRunning(): Promise<void> {
    const { name, say } = this.#options;
    let pause = 1_000;
    while (!this.#stop.signal.aborted) {
      const started = Date.now();
      const how = await this.#runOnce();
      if (this.#stop.signal.aborted) return;
      if (Date.now() - started > steadyMs) pause = 1_000;
      say(`The ${name} ended unexpectedly (${how}); starting it again in ${pause / 1000} s.`);
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined); // aborted: the loop ends
      pause = Math.min(pause * 2, 30_000);
    }
  }

  /** @returns how the process ended, in words */
  async #runOnce(): Promise<string> {
    const { args, cwd, env, onLine } = this.#options;
    const child = spawn(process.execPath, ['--import', tether, ...args], {
      cwd,
      env: { ...env, SYNCLINE_PARENT: String(process.pid) },
      // A session of its own: Ctrl-C reaches us alone, and we end the parts in their order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', onLine);
    }
    try {
      const [code, signal] = await once(child, 'exit');
      return signal === null ? `exit code ${code}` : `killed by ${signal}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.#child = undefined;
    }
  }
}
