import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { classifySqliteError } from './sqlite-errors.ts';
import type { Raw } from './sqlite-literal.ts';

/** A result row: whole numbers as bigint, others as number, so that the storage class is known. */
export type RawRow = Raw[];

/** Statements kept prepared; beyond it, the oldest is given up. */
const STATEMENTS = 300;

/** One open connection to a file. Every error is classified. */
export class SqliteHandle {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** @param waitMilliseconds how long a statement waits for a lock, on this thread */
  constructor(path: string, waitMilliseconds: number) {
    try {
      this.#database = new DatabaseSync(path, {
        readBigInts: true,
        returnArrays: true,
        timeout: waitMilliseconds,
        enableForeignKeyConstraints: true,
        // A name in double quotes that is no column would silently be a text.
        enableDoubleQuotedStringLiterals: false,
      });
    } catch (error) {
      throw classifySqliteError(error);
    }
  }

  all(sql: string, ...values: Raw[]): RawRow[] {
    return this.#attempt(
      () => this.#statement(sql).all(...(values as SQLInputValue[])) as unknown as RawRow[],
    );
  }

  get(sql: string, ...values: Raw[]): RawRow | null {
    return this.#attempt(
      () =>
        (this.#statement(sql).get(...(values as SQLInputValue[])) as unknown as RawRow | undefined) ?? null,
    );
  }

  /** @returns how many rows were changed. */
  run(sql: string, ...values: Raw[]): number {
    return this.#attempt(() => Number(this.#statement(sql).run(...(values as SQLInputValue[])).changes));
  }

  /** Runs statements without values. */
  exec(sql: string): void {
    this.#attempt(() => this.#database.exec(sql));
  }

  /** Rows one by one; other statements may run between them. */
  *iterate(sql: string, ...values: Raw[]): Generator<RawRow> {
    const rows = this.#attempt(() => {
      const statement = this.#database.prepare(sql);
      return statement.iterate(...(values as SQLInputValue[])) as unknown as Iterator<RawRow>;
    });
    try {
      for (;;) {
        const next = this.#attempt(() => rows.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      // Resets the statement: until then it holds its snapshot.
      rows.return?.();
    }
  }

  /** A whole number that a statement gives first; null where it gives no row, or NULL. */
  number(sql: string, ...values: Raw[]): number | null {
    const value = this.get(sql, ...values)?.[0] ?? null;
    return value === null ? null : Number(value);
  }

  /** Number of the schema's state: another one after any DDL. */
  get schemaVersion(): number {
    return this.number('PRAGMA schema_version') ?? 0;
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    if (this.#statements.size >= STATEMENTS) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    this.#statements.set(sql, statement);
    return statement;
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw classifySqliteError(error);
    }
  }
}
