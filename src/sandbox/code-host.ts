import { availableParallelism } from 'node:os';
import type { CodeEntry } from '#core/code/code-form.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CodeConflict, CodeFunctions, CodeRun, CodeRunner } from '#core/ports/code-runner.ts';
import type { Row } from '#core/values/value.ts';
import { ChildPool } from './child-pool.ts';
import type { CodeChild } from './code-child.ts';
import { type CodeLimits, defaultLimits } from './code-limits.ts';
import { type CompiledProgram, compileProgram } from './compile-program.ts';
import { libraryBundles } from './library-bundles.ts';
import { RunCall } from './run-call.ts';

export type CodeRunnerOptions = {
  limits?: Partial<CodeLimits>;
  /** Child processes that run code at the same time; by default as many as there are processors, two to four. */
  children?: number;
};

/** A `CodeRunner` that can be made ready before the first `open`. */
export type WarmCodeRunner = CodeRunner & {
  /** Starts the spare child and the compiler, so that the first `open` waits for neither. */
  warm(): Promise<void>;
};

/**
 * Runs code in child processes of this one (see `CodeChild` for what holds them). Nothing is started before it is
 * needed; `close()` ends all of it. One for the process is enough:
 *
 *     const runner = createCodeRunner();
 *     const code = await runner.open(`${workspaceId}/${flowVersionId}`, program);
 *     const { results } = await code.run('transform', rows);
 *     await runner.close();
 *
 * Runs of one scope go one after the other; different scopes go side by side.
 */
export function createCodeRunner(options: CodeRunnerOptions = {}): WarmCodeRunner {
  return new CodeHost(options);
}

class CodeHost implements WarmCodeRunner {
  readonly #limits: CodeLimits;
  readonly #pool: ChildPool;
  readonly #scopes = new Map<string, ScopeQueue>();

  constructor(options: CodeRunnerOptions) {
    this.#limits = { ...defaultLimits, ...options.limits };
    const children = options.children ?? Math.min(4, Math.max(2, availableParallelism()));
    this.#pool = new ChildPool(this.#limits, children);
  }

  async warm(): Promise<void> {
    const trial = { form: 'filter', source: 'export const filter = () => true;' } as const;
    const empty = { input: [], output: [], modules: [], tables: {} };
    await Promise.all([this.#pool.warm(), compileProgram({ ...trial, ...empty }), libraryBundles()]);
  }

  async open(scope: string, program: CodeProgram): Promise<CodeFunctions> {
    const compiled = await compileProgram(program);
    return {
      run: (entry, inputs, { observe = false } = {}) =>
        this.#run(scope, program, compiled, entry, inputs, observe),
    };
  }

  async release(scope: string): Promise<void> {
    const queue = this.#scopes.get(scope);
    this.#scopes.delete(scope);
    await queue?.last;
    for (const child of this.#pool.children) {
      // A child that is at work obeys when it is through.
      if (child.loaded.delete(scope)) child.order({ kind: 'release', scope });
    }
  }

  async close(): Promise<void> {
    this.#scopes.clear();
    await this.#pool.close();
  }

  #run(
    scope: string,
    program: CodeProgram,
    compiled: CompiledProgram,
    entry: CodeEntry,
    inputs: readonly Row[] | readonly CodeConflict[],
    observe: boolean,
  ): Promise<CodeRun> {
    const call = new RunCall({ scope, program, compiled, entry, inputs, observe, limits: this.#limits });
    const queue = this.#scopes.get(scope) ?? { last: Promise.resolve(), child: null };
    this.#scopes.set(scope, queue);
    const ran = queue.last.then(() =>
      call.run({
        take: async () => {
          queue.child = await this.#pool.take(queue.child);
          return queue.child;
        },
        giveBack: (child) => this.#pool.giveBack(child),
      }),
    );
    queue.last = ran.then(
      () => undefined,
      () => undefined, // whoever called is told
    );
    return ran;
  }
}

/** What waits for a scope, and the child that it ran in last. */
type ScopeQueue = { last: Promise<void>; child: CodeChild | null };
