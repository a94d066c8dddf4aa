import type { CodeEntry } from '#core/code/code-form.ts';
import type { CodeLimits } from '../code-limits.ts';
import type { PartHead, RawFailure } from '../protocol.ts';
import { joinPieces, splitPieces } from '../wire-text.ts';
import type { ConsoleLines } from './console-lines.ts';
import { describeThrown } from './describe-thrown.ts';
import { Invalid, TooMuch } from './invalid.ts';
import type { Marshal } from './marshal-tools.ts';

/** A function that the code exports. */
export type CodeFunction = (input: unknown) => unknown;

/** What isolated-vm hands on where code has changed the prototype of regular expressions. */
export const tampered = 'The code changed how regular expressions work.';

/** What a part may come to before it is handed over, in UTF-16 units. */
const PART_CHARS = 8 * 2 ** 20;

/** The words shared with the child: the index of the record at hand, whether to stop behind it, and what is at work. */
export const progressAt = { record: 0, stop: 1, phase: 2 } as const;

/**
 * What is at work: the module as it loads; the reading of inputs; our loop and what it calls; what the code left for
 * later, while a record waits or when all of a part are through.
 */
export const phases = { loading: 0, reading: 1, working: 2, waiting: 3, through: 4 } as const;

const settle = Promise.prototype.then;

export type RecordsSetup = {
  entry: CodeEntry;
  call: CodeFunction;
  marshal: Marshal;
  limits: CodeLimits;
  console: ConsoleLines;
  progress: Int32Array;
  /** Whether what the language brings is as it was, as far as it is not frozen. */
  untouched(): boolean;
};

/**
 * Runs a function over records, one after the other: a promise is waited for before the next record,
 * so that the record at hand is always known. Nothing that the code does makes this throw, but what it would change the language by.
 */
export class RecordsRun {
  readonly #setup: RecordsSetup;
  readonly #pieces: string[];
  readonly #observe: boolean;
  /** Records that one call is given. */
  #step: number;
  /** `batch` failed for all: each record is tried alone. */
  #alone = false;
  readonly #count: number;
  #at = 0;
  /** The first record of the part. */
  #from = 0;
  #waiting = false;
  /** How often a promise was waited for: what a former one comes to is not heard. */
  #waits = 0;
  #made: string[] = [''];
  #chars = 0;
  #counts: number[] = [];
  #uneven = false;
  #failures: RawFailure[] = [];
  #consoles: NonNullable<PartHead['consoles']> = [];

  /** @param count inputs. `single` lets `batch` have one record at a time. */
  constructor(setup: RecordsSetup, text: string, count: number, single: boolean, observe: boolean) {
    this.#setup = setup;
    this.#pieces = splitPieces(text);
    this.#count = count;
    this.#observe = observe;
    this.#step = setup.entry === 'batch' && !single ? Math.max(1, count) : 1;
  }

  /**
   * Goes on, to the end or to where the child asks to stop. Called when all that could happen has happened: what is
   * still waited for then never comes.
   * @returns what the records since the last part came to; undefined while a promise is waited for
   */
  go(): string | undefined {
    const { progress } = this.#setup;
    progress[progressAt.phase] = phases.working;
    const part = this.#goOn();
    progress[progressAt.phase] = part === undefined ? phases.waiting : phases.through;
    return part;
  }

  #goOn(): string | undefined {
    if (!this.#waiting) this.#loop();
    else {
      this.#waiting = false;
      if (this.#step > 1) this.#alone = true;
      else this.#fail('CODE_TIMEOUT', 'It waits for a promise that nothing settles.', '');
      this.#next();
      this.#loop();
    }
    return this.#waiting ? undefined : this.#takePart();
  }

  #loop(): void {
    const { call, progress } = this.#setup;
    while (this.#at < this.#count) {
      const enough = progress[progressAt.stop] === 1 || this.#chars > PART_CHARS;
      if (enough && this.#at > this.#from) return;
      progress[progressAt.record] = this.#at;
      if (this.#observe) this.#setup.console.begin();
      try {
        const made = call(this.#input());
        if (made instanceof Promise) {
          this.#wait(made);
          return;
        }
        this.#take(made);
      } catch (error) {
        this.#refuse(error);
      }
      this.#next();
    }
  }

  #next(): void {
    if (this.#observe) this.#consoles.push(this.#setup.console.end());
    if (!this.#alone) this.#at += this.#step;
    else {
      this.#alone = false;
      this.#step = 1;
    }
  }

  #input(): unknown {
    const { marshal, entry } = this.#setup;
    if (entry !== 'batch') return marshal.read(this.#pieces, this.#pieceAt(this.#at));
    const records: unknown[] = [];
    for (let at = this.#at; at < this.#at + this.#step; at++) {
      records.push(marshal.read(this.#pieces, this.#pieceAt(at)));
    }
    return records;
  }

  #pieceAt(record: number): number {
    return 1 + record * this.#setup.marshal.width;
  }

  #wait(promise: Promise<unknown>): void {
    const wait = ++this.#waits;
    this.#waiting = true;
    // What settles after it was given up is no longer heard.
    const current = () => this.#waiting && this.#waits === wait;
    const then = (act: (value: unknown) => void) => (value: unknown) => {
      if (!current()) return;
      this.#waiting = false;
      try {
        act(value);
      } catch (error) {
        this.#refuse(error);
      }
      this.#next();
      this.#loop();
    };
    try {
      Reflect.apply(settle, promise, [
        then((value) => this.#take(value)),
        then((error) => this.#refuse(error)),
      ]);
    } catch (error) {
      this.#waiting = false;
      this.#refuse(error);
      this.#next();
      this.#loop();
    }
  }

  /** Writes down what the code made of the record (or, for `batch`, the records) at hand. */
  #take(made: unknown): void {
    if (this.#setup.entry !== 'batch') {
      this.#takeOne(made, this.#at);
      return;
    }
    if (!Array.isArray(made))
      throw new Invalid('`batch` should return an array, with one result for each record.');
    const { length } = made;
    if (length !== this.#step)
      throw new Invalid(
        `\`batch\` returned ${length} results for ${this.#step} records; it should be one for each.`,
      );
    for (let index = 0; index < this.#step; index++) {
      try {
        this.#takeOne(made[index], this.#at + index);
      } catch (error) {
        this.#refuseOne(error, this.#at + index);
      }
    }
  }

  #takeOne(made: unknown, record: number): void {
    const mark = this.#made.length;
    try {
      const rows = this.#write(made, record);
      this.#checkSize(mark);
      this.#counts.push(rows);
      if (rows !== 1) this.#uneven = true;
    } catch (error) {
      this.#made.length = mark;
      throw error;
    }
  }

  #write(made: unknown, record: number): number {
    const { entry, marshal, limits } = this.#setup;
    const at = this.#pieceAt(record);
    if (entry === 'filter') {
      if (typeof made !== 'boolean') throw new Invalid('`filter` should return true or false.');
      this.#made.push(made ? 't' : 'f');
      return 1;
    }
    if (entry === 'merge') {
      marshal.write(made, this.#pieces, at, this.#made);
      return 1;
    }
    if (made === null) return 0;
    if (!Array.isArray(made)) {
      this.#writeRow(made, at);
      return 1;
    }
    // Of a proxy it may be anything.
    const length: unknown = made.length;
    if (typeof length !== 'number' || !(length <= limits.rows))
      throw new TooMuch(`It became more than ${limits.rows} records.`);
    let rows = 0;
    for (; rows < length; rows++) this.#writeRow(made[rows], at);
    return rows;
  }

  #writeRow(made: unknown, at: number): void {
    if (typeof made !== 'object' || made === null) {
      const what = made === undefined ? 'nothing' : made === null ? 'null in an array' : `a ${typeof made}`;
      throw new Invalid(`The code returned ${what}; it should be a record, an array of records, or null.`);
    }
    this.#setup.marshal.write(made, this.#pieces, at, this.#made);
  }

  #checkSize(from: number): void {
    const { outputChars } = this.#setup.limits;
    let size = 0;
    for (let index = from; index < this.#made.length; index++) size += (this.#made[index] as string).length;
    this.#chars += size;
    if (size > outputChars) throw new TooMuch(`What it returned has more than ${outputChars} characters.`);
  }

  /** The record at hand failed, or all of them where `batch` was given several: then each is tried alone. */
  #refuse(error: unknown): void {
    if (this.#step === 1) this.#refuseOne(error, this.#at);
    else this.#alone = true;
  }

  #refuseOne(error: unknown, record: number): void {
    if (Invalid.is(error)) this.#fail('CODE_RESULT_INVALID', error.message, '', record);
    else if (TooMuch.is(error)) this.#fail('CODE_OUTPUT_LIMIT', error.message, '', record);
    else {
      const { message, stack } = describeThrown(error);
      this.#fail('CODE_FAILED', message, stack, record);
    }
  }

  #fail(code: RawFailure['code'], message: string, stack: string, record = this.#at): void {
    this.#failures.push({ at: record - this.#from, code, message, stack });
    this.#counts.push(0);
    this.#uneven = true;
  }

  #takePart(): string {
    const { progress, untouched } = this.#setup;
    if (!untouched()) throw new Error(tampered);
    progress[progressAt.record] = this.#at;
    const head: PartHead = {
      counts: this.#uneven ? this.#counts : null,
      failures: this.#failures,
      consoles: this.#observe ? this.#consoles : null,
    };
    const text = `${JSON.stringify(head)}\n${joinPieces(this.#made)}`;
    this.#from = this.#at;
    this.#made = [''];
    this.#chars = 0;
    this.#counts = [];
    this.#uneven = false;
    this.#failures = [];
    this.#consoles = [];
    return text;
  }
}
