import type { CodeEntry } from '#core/code/code-form.ts';
import type { CodeLimits } from '../code-limits.ts';
import { ConsoleLines } from './console-lines.ts';
import { freezeIntrinsics } from './freeze-intrinsics.ts';
import { Invalid } from './invalid.ts';
import { type Marshal, type MarshalTools, marshalTools } from './marshal-tools.ts';
import { type CodeFunction, phases, progressAt, RecordsRun } from './run-records.ts';

/** The compiled module of a program: `write` is what its `syncline:host` exports. */
export type CodeModuleFactory = (write: ConsoleLines['write']) => Partial<Record<CodeEntry, CodeFunction>>;

/** What the child calls in a context. Only texts, numbers and booleans go in and out. */
export type ContextCalls = {
  /** Begins with these inputs. */
  begin(entry: CodeEntry, text: string, count: number, single: boolean, observe: boolean): void;
  /** The text of the next part; undefined while a promise is waited for: then it is to be called again. */
  go(): string | undefined;
};

/**
 * Makes a context ready for one program: the runtime's own code is the first that runs in it, and the last that runs
 * before nothing can be changed any more.
 * @param progressWords see `progressAt`
 */
export function prepareContext(
  makeMarshal: (tools: MarshalTools) => Partial<Record<CodeEntry, Marshal>>,
  makeModule: CodeModuleFactory,
  progressWords: SharedArrayBuffer,
  limitsJson: string,
  tablesJson: string,
): ContextCalls {
  const limits: CodeLimits = JSON.parse(limitsJson);
  const progress = new Int32Array(progressWords);
  const lines = new ConsoleLines(limits.logLines, limits.logChars);
  const untouched = freezeIntrinsics({ console: lines.asConsole(), tables: frozenTables(tablesJson) });
  const marshals = makeMarshal(marshalTools);
  const load = loadOnce(makeModule, lines);
  let current: RecordsRun | null = null;
  return {
    begin(entry, text, count, single, observe) {
      const marshal = marshals[entry];
      if (marshal === undefined) throw new Invalid(`No entry ${entry}`);
      current = null;
      progress[progressAt.phase] = phases.loading;
      const call = load(entry);
      progress[progressAt.phase] = phases.reading;
      const setup = { entry, call, marshal, limits, console: lines, progress, untouched };
      current = new RecordsRun(setup, text, count, single, observe);
      // What follows is what the module left for later.
      progress[progressAt.phase] = phases.loading;
    },
    go: () => current?.go(),
  };
}

/** The exported functions; where the module itself throws, functions that throw the same. */
function loadOnce(makeModule: CodeModuleFactory, lines: ConsoleLines): (entry: CodeEntry) => CodeFunction {
  let loaded: ReturnType<CodeModuleFactory> | null = null;
  let failed: { error: unknown } | null = null;
  return (entry) => {
    if (loaded === null && failed === null) {
      try {
        loaded = makeModule(lines.write);
      } catch (error) {
        failed = { error };
      }
    }
    const rethrow = () => {
      throw failed?.error;
    };
    if (failed !== null) return rethrow;
    const found = loaded?.[entry];
    if (typeof found === 'function') return found;
    return () => {
      throw new Invalid(`The code exports ${entry}, but not as a function.`);
    };
  };
}

/** Look-up tables without a prototype, so that every name in them is one of theirs. */
function frozenTables(json: string): object {
  const tables: Record<string, object> = Object.create(null);
  for (const [name, rows] of Object.entries<object>(JSON.parse(json))) {
    const table = Object.create(null);
    // Defined and not assigned: `__proto__` is a name like another.
    for (const [key, value] of Object.entries(rows))
      Object.defineProperty(table, key, { value, enumerable: true });
    Object.defineProperty(tables, name, { value: Object.freeze(table), enumerable: true });
  }
  return Object.freeze(tables);
}
