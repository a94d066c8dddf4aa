import type ivm from 'isolated-vm';
import type { CodeLimits } from '../code-limits.ts';
import { ProgramContext, type ProgramTexts } from './program-context.ts';

/** The isolate of a scope: made when it is needed, thrown away when code went beyond a limit in it. */
export class ScopeIsolate {
  readonly #addon: typeof ivm;
  readonly #runtime: string;
  readonly #limits: CodeLimits;
  readonly #texts = new Map<string, ProgramTexts>();
  readonly #contexts = new Map<string, ProgramContext>();
  /** Words that the isolate writes while it runs. */
  readonly progress = new SharedArrayBuffer(12);
  #isolate: ivm.Isolate | null = null;

  constructor(addon: typeof ivm, runtime: string, limits: CodeLimits) {
    this.#addon = addon;
    this.#runtime = runtime;
    this.#limits = limits;
  }

  load(program: string, texts: ProgramTexts): void {
    this.#texts.set(program, texts);
  }

  /** Whether code has not run in the isolate yet. */
  get isFresh(): boolean {
    return this.#isolate === null || this.#isolate.isDisposed;
  }

  get isolate(): ivm.Isolate {
    if (this.#isolate === null || this.#isolate.isDisposed) {
      this.dispose();
      this.#isolate = new this.#addon.Isolate({ memoryLimit: this.#limits.memoryMb });
    }
    return this.#isolate;
  }

  /** The context of a program that was loaded. */
  context(program: string): ProgramContext {
    const { isolate } = this;
    const found = this.#contexts.get(program);
    if (found !== undefined) return found;
    const texts = this.#texts.get(program);
    if (texts === undefined) throw new Error(`The program ${program} was not loaded.`);
    const made = new ProgramContext(this.#addon, isolate, this.#runtime, texts, this.progress, this.#limits);
    this.#contexts.set(program, made);
    return made;
  }

  /** Lets go of the isolate and all that is in it. The programs stay: the next run begins in a new one. */
  dispose(): void {
    this.#contexts.clear();
    if (this.#isolate?.isDisposed === false) this.#isolate.dispose();
    this.#isolate = null;
  }
}
