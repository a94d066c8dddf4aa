import { statSync } from 'node:fs';
import { SyncError } from '#core/errors/sync-error.ts';
import { SqliteCatalog } from './sqlite-catalog.ts';
import { isBusy } from './sqlite-errors.ts';
import { SqliteHandle } from './sqlite-handle.ts';
import type { SqliteConfig } from './sqlite-manifest.ts';
import { type AllowedFiles, checkSqlitePath } from './sqlite-path.ts';
import { SqliteWalCommits } from './sqlite-wal-commits.ts';

/** How long a read waits for whoever recovers the file or changes its schema. Writers do not keep it waiting. */
const READ_MILLISECONDS = 2000;
/** How long we wait for other programs to let go of the write lock. */
const WRITE_MILLISECONDS = 15_000;
const RETRY_MILLISECONDS = 4;

/** What is opened in a worker. */
export type SqliteFileOptions = { config: SqliteConfig; allowed: AllowedFiles };

type Opened = { path: string; identity: string; reader: SqliteHandle; writer: SqliteHandle };

/**
 * One SQLite file: a connection that reads, and one that writes, whose transactions take turns. Waiting for
 * another program's lock never holds up the thread.
 */
export class SqliteFile {
  readonly catalog = new SqliteCatalog();
  readonly walCommits = new SqliteWalCommits();
  readonly #options: SqliteFileOptions;
  #opened: Opened | null = null;
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: SqliteFileOptions) {
    this.#options = options;
  }

  /** Every call sees the file as it is now. */
  get reader(): SqliteHandle {
    return this.#open().reader;
  }

  /** Where the file really lies. */
  get path(): string {
    return this.#open().path;
  }

  /** Device and number of the file: another one is another file, whatever its name. */
  get identity(): string {
    return this.#open().identity;
  }

  /** A connection of its own, for a reading that goes on while others read. */
  connect(): SqliteHandle {
    const { path } = this.#open();
    return prepared(new SqliteHandle(path, READ_MILLISECONDS));
  }

  /** Runs work without a transaction on the connection that writes, e.g. a pragma. */
  async outside<T>(work: (writer: SqliteHandle) => T): Promise<T> {
    const leave = await this.#enter();
    try {
      return work(this.#open().writer);
    } finally {
      leave();
    }
  }

  /**
   * Runs work in one transaction; whatever it throws rolls back.
   * @throws SyncError `LOCK_WAIT` when other programs do not let go of the write lock.
   */
  async transaction<T>(work: (writer: SqliteHandle) => T, patience = WRITE_MILLISECONDS): Promise<T> {
    const transaction = await this.begin(patience);
    try {
      const result = work(transaction.writer);
      transaction.commit();
      return result;
    } catch (error) {
      transaction.rollback();
      throw error;
    }
  }

  /** Opens a transaction; it must be ended by `commit` or `rollback`. */
  async begin(patience = WRITE_MILLISECONDS): Promise<OpenTransaction> {
    const leave = await this.#enter();
    try {
      const { writer } = this.#open();
      const until = Date.now() + patience;
      while (!beginImmediate(writer, Date.now() < until)) await pause(RETRY_MILLISECONDS);
      return openTransaction(writer, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    this.#forget();
  }

  /** Waits until it is our turn. @returns what ends the turn. */
  async #enter(): Promise<() => void> {
    const before = this.#turn;
    let leave = () => {};
    this.#turn = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    return leave;
  }

  #open(): Opened {
    if (this.#closed) throw new SyncError('CONNECTION_LOST', 'The connection was closed.');
    if (this.#opened && identityOf(this.#opened.path) === this.#opened.identity) return this.#opened;
    if (this.#opened?.writer.inTransaction) {
      throw new SyncError('CONNECTION_LOST', 'The file was replaced by another one.');
    }
    this.#forget();
    const { config, allowed } = this.#options;
    const path = checkSqlitePath(config.file, config.ifMissing === 'create', allowed);
    const reader = prepared(new SqliteHandle(path, READ_MILLISECONDS));
    const writer = prepared(new SqliteHandle(path, 0));
    this.#opened = { path, identity: identityOf(path) ?? '', reader, writer };
    return this.#opened;
  }

  #forget(): void {
    this.#opened?.reader.close();
    this.#opened?.writer.close();
    this.#opened = null;
    this.catalog.forget();
  }
}

/** An open transaction on the connection that writes. */
export type OpenTransaction = { writer: SqliteHandle; commit(): void; rollback(): void };

function openTransaction(writer: SqliteHandle, leave: () => void): OpenTransaction {
  let ended = false;
  const rollback = () => {
    if (ended) return;
    ended = true;
    try {
      // Some errors have rolled it back already.
      if (writer.inTransaction) writer.exec('ROLLBACK');
    } finally {
      leave();
    }
  };
  return {
    writer,
    rollback,
    commit() {
      try {
        writer.exec('COMMIT');
      } catch (error) {
        rollback();
        throw error;
      }
      ended = true;
      leave();
    },
  };
}

/** @param mayWait false: a lock that is held is an error. */
function beginImmediate(writer: SqliteHandle, mayWait: boolean): boolean {
  try {
    writer.exec('BEGIN IMMEDIATE');
    return true;
  } catch (error) {
    if (mayWait && isBusy(error)) return false;
    throw error;
  }
}

/** Reads the file's head, which shows whether it is a database, and makes commits durable. */
function prepared(handle: SqliteHandle): SqliteHandle {
  try {
    handle.exec('PRAGMA synchronous = FULL');
    // What the file's own triggers and views may call is what SQLite holds to be harmless.
    handle.exec('PRAGMA trusted_schema = OFF');
    handle.all('SELECT count(*) FROM sqlite_schema');
    return handle;
  } catch (error) {
    handle.close();
    throw error;
  }
}

function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}-${found.ino}` : null;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
