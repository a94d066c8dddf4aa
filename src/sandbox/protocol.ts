import type { CodeEntry } from '#core/code/code-form.ts';
import type { CodeFailure } from '#core/ports/code-runner.ts';
import type { CodeLimits } from './code-limits.ts';

/** What the host asks of a child, one thing at a time. The text of a frame is said with each. */
export type Order =
  /** The first. Text: the runtime of isolates. `addon` is the path of isolated-vm's binary. */
  | { kind: 'start'; addon: string; limits: CodeLimits }
  /** Text: the compiled program, its marshaller and its tables, with these lengths. */
  | { kind: 'load'; scope: string; program: string; code: number; marshal: number }
  /** Text: the inputs' pieces. `single` works on one record at a time and tells of each before the next. */
  | {
      kind: 'run';
      scope: string;
      program: string;
      entry: CodeEntry;
      count: number;
      single: boolean;
      observe: boolean;
      /** In an isolate that nothing has run in. */
      fresh: boolean;
      /** Milliseconds for a record: the processor's time, or the clock's where that came too late before. */
      limitMs: number;
    }
  | { kind: 'release'; scope: string };

/** What a child answers. */
export type Answer =
  | { kind: 'ready'; user: number | null }
  /** Text: what the next `done` records came to, as `PartHead` and pieces. */
  | { kind: 'part'; done: number }
  /** The order is done, or stopped at a record (counted from the run's first) that went beyond a limit. */
  | { kind: 'end'; stopped: Stopped | null };

export type Stopped = {
  /**
   * `tampered`: at one of the records of the part the code changed the language; `rejected`: a promise was rejected that
   * nobody waits for; a `fault` is one of our own runtime.
   */
  reason: 'time' | 'memory' | 'tampered' | 'rejected' | 'fault';
  /** What was rejected; what V8 said; may be empty. */
  message: string;
  /** The child ends with it. */
  ending: boolean;
  /**
   * At the module itself, or what it left for later; at the reading of the inputs; in a record's own call; at what
   * records left for later, or while one waits: then it may be any of the part's.
   */
  during: 'loading' | 'reading' | 'record' | 'later';
  at: number;
  /** Milliseconds of processor time since the part began. */
  cpuMs: number;
  /** Whether the record was the first that its isolate ever worked on. */
  first: boolean;
  /** Where it was, as V8 says it; may be empty. */
  stack: string;
};

/** A failure as the isolate sees it: not yet in the places of the TypeScript. */
export type RawFailure = {
  /** Index of the record in its part. */
  at: number;
  code: CodeFailure['code'];
  message: string;
  stack: string;
};

/** What begins the text of a part, before a line break. */
export type PartHead = {
  /** Rows for each record; null where all have one. Of failed ones none. */
  counts: number[] | null;
  failures: RawFailure[];
  /** The lines that each record wrote, where that was asked for. */
  consoles: { level: 'debug' | 'info' | 'warn' | 'error'; text: string }[][] | null;
  /** What the records took, where that was asked for: the child adds it. */
  micros?: number;
  bytes?: number;
};
