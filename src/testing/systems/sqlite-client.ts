import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

type Answer = { rows: Record<string, unknown>[] } | { message: string; errcode?: number };

/** What SQLite refused, with its extended result code. https://www.sqlite.org/rescode.html */
export class SqliteRefusal extends Error {
  readonly errcode: number;

  constructor(message: string, errcode: number) {
    super(message);
    this.errcode = errcode;
  }
}

/** A connection to a SQLite file that another process holds, one statement or script at a time. */
export class SqliteClient {
  readonly #child: ChildProcess;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param audit keep account of what it writes, in `fuzz_audit`. */
  constructor(file: string, { audit = false } = {}) {
    const script = join(import.meta.dirname, 'sqlite-process.ts');
    this.#child = fork(script, audit ? [file, 'audit'] : [file], { serialization: 'advanced' });
  }

  query(sql: string, params: unknown[] = []): Promise<Record<string, unknown>[]> {
    const mine = this.#turn.then(() => this.#ask(sql, params));
    this.#turn = mine.catch(() => undefined); // it is told to whoever asked
    return mine;
  }

  async close(): Promise<void> {
    await this.#turn;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.connected) this.#child.disconnect();
    await gone;
  }

  /** SIGKILL, in whatever it is doing. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await gone;
  }

  #ask(sql: string, params: unknown[]): Promise<Record<string, unknown>[]> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => {
        this.#child.off('message', answered);
        this.#child.off('exit', ended);
        settle();
      };
      const ended = () => done(() => reject(new Error('the process that holds the SQLite file has ended')));
      const answered = (answer: Answer) =>
        done(() => {
          if ('rows' in answer) resolve(answer.rows);
          else reject(new SqliteRefusal(`${answer.message}: ${sql}`, answer.errcode ?? 0));
        });
      this.#child.on('message', answered);
      this.#child.on('exit', ended);
      this.#child.send({ sql, params });
    });
  }
}
