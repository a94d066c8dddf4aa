import type { CodeEntry } from '../code/code-form.ts';
import type { CodeProgram } from '../code/code-program.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { Row, Value } from '../values/value.ts';

/** A conflict over one field that code decides, in canonical texts of the left field's type. */
export type CodeConflict = {
  field: string;
  /** Undefined where nothing is known of the time when both sides agreed. */
  base: Value | undefined;
  left: Value;
  right: Value;
};

/** Why a record failed in code. `line` and `column` count from 1 in the TypeScript of the node, or of `module`. */
export type CodeFailure = {
  code: Extract<
    ErrorCode,
    | 'CODE_FAILED'
    | 'CODE_RESULT_INVALID'
    | 'CODE_TIMEOUT'
    | 'CODE_MEMORY'
    | 'CODE_OUTPUT_LIMIT'
    | 'CODE_CRASHED'
  >;
  message: string;
  module: string | null;
  line: number | null;
  column: number | null;
};

/** What code came to for one input. */
export type CodeResult =
  /** `transform`, `batch`, `forward`, `backward`: none where the record is dropped, several where it becomes several. */
  | { kind: 'records'; rows: Row[] }
  | { kind: 'keep'; keep: boolean }
  | { kind: 'value'; value: Value }
  | { kind: 'hold' }
  | { kind: 'failed'; failure: CodeFailure };

/** What was seen while one input was worked on. */
export type CodeObservation = {
  /** Lines that the code logged, oldest first, the first hundred of them. */
  console: { level: 'debug' | 'info' | 'warn' | 'error'; text: string }[];
  /** Microseconds, and bytes of the heap that it took. */
  micros: number;
  bytes: number;
};

export type CodeRun = {
  /** One per input, in order. */
  results: CodeResult[];
  /** One per input, where it was asked for. */
  observed?: CodeObservation[];
};

/** A program that was compiled and is ready to run. */
export interface CodeFunctions {
  /**
   * Runs a function of the module: once per input, `batch` once for all of them. What the code does
   * (throws, never ends, takes all memory) is in the results of the inputs at hand, never a rejection.
   * @param inputs rows in canonical texts with the program's input fields (`backward`: output fields).
   * @throws SyncError `CODE_UNAVAILABLE` where no process for code can be had.
   */
  run(
    entry: CodeEntry,
    inputs: readonly Row[] | readonly CodeConflict[],
    options?: { observe?: boolean },
  ): Promise<CodeRun>;
}

/** Runs the code of code nodes, apart from everything else. */
export interface CodeRunner {
  /**
   * Compiles a program. The same program of the same scope is compiled once.
   * @param scope what may share an isolate: one version of one flow of one workspace.
   * @throws SyncError `CODE_INVALID` (with line and column in its detail) where it does not compile.
   */
  open(scope: string, program: CodeProgram): Promise<CodeFunctions>;
  /** Drops what a scope holds. */
  release(scope: string): Promise<void>;
  close(): Promise<void>;
}
