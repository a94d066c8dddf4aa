import type { CodeEntry } from '#core/code/code-form.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type {
  CodeConflict,
  CodeFailure,
  CodeObservation,
  CodeResult,
  CodeRun,
} from '#core/ports/code-runner.ts';
import type { Row } from '#core/values/value.ts';
import { ChildEnded, type CodeChild } from './code-child.ts';
import type { CodeLimits } from './code-limits.ts';
import type { CompiledProgram } from './compile-program.ts';
import { inputText } from './input-text.ts';
import { tampered } from './isolate/run-records.ts';
import { placeOf, placeOfEntry } from './place-of.ts';
import type { Stopped } from './protocol.ts';
import { resultsOf } from './results-of.ts';

export type RunCallSetup = {
  scope: string;
  program: CodeProgram;
  compiled: CompiledProgram;
  entry: CodeEntry;
  inputs: readonly Row[] | readonly CodeConflict[];
  observe: boolean;
  limits: CodeLimits;
};

/** Where children come from. */
export type ChildSource = { take(): Promise<CodeChild>; giveBack(child: CodeChild): void };

/** Inputs, and their characters, that go to a child at once. */
const MOST_INPUTS = 4096;
const MOST_CHARS = 8 * 2 ** 20;
/** A child that is silent for so much longer than a record may take is ended. */
const GRACE_MS = 3000;
/** So many records of one call may each cost an isolate or a child; what is left then fails without being tried. */
const MOST_STOPS = 32;

/** What is known of a record that a stretch was stopped at: why it fails, or that it is to be run alone in a new isolate. */
type Verdict = { record: number; failure: CodeFailure | null };

/**
 * One call of `run`: its inputs in stretches, each in one transfer to a child and its results in few. Where a
 * stretch is stopped, the records that were through stay, the one to blame fails, and the rest is run again in a new
 * isolate. Where it is not certain who is to blame (the process ended; the heap was full of what others left; other
 * programs had the processor), the record is run alone.
 */
export class RunCall {
  readonly #setup: RunCallSetup;
  readonly #results: CodeResult[] = [];
  readonly #observed: CodeObservation[] = [];
  #verdict: Verdict | null = null;
  /** A child ended, nobody knows at which record: they are told of one by one. */
  #hunting = false;
  /** The module did not load in its time while other programs had the processor: it gets the clock's. */
  #patient = false;
  /** The inputs of a stretch were too much to be read together: each goes alone. */
  #narrow = false;
  #stops = 0;
  #last: CodeFailure | null = null;

  constructor(setup: RunCallSetup) {
    this.#setup = setup;
  }

  async run(children: ChildSource): Promise<CodeRun> {
    const { inputs, observe, limits } = this.#setup;
    const until = performance.now() + limits.callMs;
    while (this.#results.length < inputs.length) {
      const judged = this.#verdict?.record === this.#results.length ? this.#verdict.failure : null;
      if (judged !== null) this.#blame(judged);
      else if (this.#last !== null && (this.#stops >= MOST_STOPS || performance.now() > until))
        this.#giveUp(this.#last);
      else await this.#stretchIn(children);
    }
    return observe ? { results: this.#results, observed: this.#observed } : { results: this.#results };
  }

  async #stretchIn(children: ChildSource): Promise<void> {
    const child = await children.take();
    try {
      await this.#stretch(child);
    } finally {
      children.giveBack(child);
    }
  }

  /** Sends the next inputs and takes what they came to. */
  async #stretch(child: CodeChild): Promise<void> {
    const { scope, compiled, entry, observe, limits } = this.#setup;
    const from = this.#results.length;
    const alone = this.#verdict?.record === from;
    const most =
      alone || this.#narrow ? 1 : this.#verdict === null ? MOST_INPUTS : this.#verdict.record - from;
    const { text, count } = inputText(this.#setup, from, most, MOST_CHARS);
    const single = observe || alone || this.#hunting;
    const limitMs = alone || this.#patient ? limits.wallMs : limits.cpuMs;
    this.#load(child);
    const order = {
      kind: 'run',
      scope,
      program: compiled.id,
      entry,
      count,
      single,
      observe,
      limitMs,
    } as const;
    child.order({ ...order, fresh: alone }, text);
    try {
      for (;;) {
        const { head, text: part } = await child.answer(limitMs + limits.wallMs + GRACE_MS);
        if (head.kind === 'part') await this.#add(child, part, head.done, from + count);
        if (head.kind !== 'end') continue;
        if (head.stopped?.ending) await child.end();
        if (head.stopped !== null) this.#stopped(head.stopped, from, { alone, single, count });
        else if (alone) this.#verdict = null;
        return;
      }
    } catch (error) {
      if (!(error instanceof ChildEnded)) throw error;
      this.#ended(error, alone);
    }
  }

  #load(child: CodeChild): void {
    const { scope, compiled } = this.#setup;
    const { id, code, marshal, tables } = compiled;
    const programs = child.loaded.get(scope) ?? new Set();
    child.loaded.set(scope, programs);
    if (programs.has(id)) return;
    programs.add(id);
    const lengths = { code: code.length, marshal: marshal.length };
    child.order({ kind: 'load', scope, program: id, ...lengths }, code + marshal + tables);
  }

  async #add(child: CodeChild, part: string, done: number, end: number): Promise<void> {
    try {
      if (!(done > 0 && this.#results.length + done <= end)) throw new Error(`A part of ${done} records.`);
      const { results, observed } = resultsOf(this.#setup, part, done);
      for (const result of results) this.#results.push(result);
      this.#observed.push(...observed);
    } catch (error) {
      // What does not keep to our words may have been taken over.
      await child.end();
      throw new ChildEnded(String(error), false, false);
    }
  }

  /** The child stopped the isolate. */
  #stopped(stopped: Stopped, from: number, order: { alone: boolean; single: boolean; count: number }): void {
    const { limits, inputs, entry } = this.#setup;
    const { reason, during } = stopped;
    const failure = this.#failureOf(codes[reason], stopped.stack, reason === 'rejected' && stopped.message);
    this.#stops++;
    this.#last = failure;
    const enough = stopped.cpuMs >= limits.cpuMs * 0.8;
    const before = during === 'loading' || during === 'reading';
    if (before && reason === 'time' && !enough && !this.#patient) this.#patient = true;
    else if (during === 'reading' && order.count > 1) this.#narrow = true;
    else if (during === 'loading' && reason === 'memory' && !stopped.first) {
      // The isolate was full of what others left in it: the next one is new.
    } else if (during === 'loading') {
      // The module itself does that, whatever the record.
      while (this.#results.length < inputs.length) this.#fail(failure);
    } else if (!order.single && (reason === 'tampered' || during === 'later' || entry === 'batch')) {
      this.#hunting = true;
    } else {
      const record = order.single ? this.#results.length : from + stopped.at;
      const known = reason === 'tampered' || during === 'reading';
      const certain = order.alone || known || (reason === 'time' ? enough : stopped.first);
      this.#verdict = { record, failure: certain ? failure : null };
    }
  }

  /** The child ended while it was at the first record that has no result, or behind it. */
  #ended(ended: ChildEnded, alone: boolean): void {
    const code = ended.silent ? 'CODE_TIMEOUT' : ended.outOfMemory ? 'CODE_MEMORY' : 'CODE_CRASHED';
    this.#last = this.#failureOf(code, '');
    this.#stops++;
    const record = this.#results.length;
    if (alone) this.#verdict = { record, failure: this.#last };
    else if (this.#hunting) this.#verdict = { record, failure: null };
    else this.#hunting = true;
  }

  #blame(failure: CodeFailure): void {
    this.#fail(failure);
    this.#verdict = null;
    this.#hunting = false;
    this.#narrow = false;
  }

  #fail(failure: CodeFailure): void {
    this.#results.push({ kind: 'failed', failure });
    this.#observed.push({ console: [], micros: 0, bytes: 0 });
  }

  /** Too many records had to be stopped: the rest fails untried. */
  #giveUp(last: CodeFailure): void {
    const { inputs } = this.#setup;
    const message = `It was not tried: the code had to be stopped ${this.#stops} times in this batch. ${last.message}`;
    while (this.#results.length < inputs.length) this.#fail({ ...last, message });
  }

  #failureOf(
    code: 'CODE_TIMEOUT' | 'CODE_MEMORY' | 'CODE_FAILED' | 'CODE_CRASHED',
    stack: string,
    thrown: string | false = false,
  ): CodeFailure {
    const { compiled, program, entry, limits } = this.#setup;
    const messages = {
      CODE_TIMEOUT: `It took more than ${limits.cpuMs} ms.`,
      CODE_MEMORY: `It took more than ${limits.memoryMb} MiB of memory.`,
      CODE_FAILED: tampered,
      CODE_CRASHED: 'The process that ran it ended.',
    };
    const place = placeOf(stack, compiled) ?? placeOfEntry(program.source, entry);
    return { code, message: thrown || messages[code], ...place };
  }
}

const codes = {
  time: 'CODE_TIMEOUT',
  memory: 'CODE_MEMORY',
  tampered: 'CODE_FAILED',
  rejected: 'CODE_FAILED',
  fault: 'CODE_CRASHED',
} as const satisfies Record<Stopped['reason'], CodeFailure['code']>;
