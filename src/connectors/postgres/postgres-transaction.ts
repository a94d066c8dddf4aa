import type { PoolClient } from 'pg';
import type { TargetTransaction, WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import { PostgresApplyBatch } from './postgres-apply-batch.ts';
import type { PostgresCatalog } from './postgres-catalog.ts';
import { type PostgresDatabase, rollBack } from './postgres-database.ts';
import { classifyPostgresError, mayHaveChanged } from './postgres-errors.ts';
import { inOrder } from './postgres-in-order.ts';
import type { StatementNames } from './postgres-statement-names.ts';
import type { Table } from './postgres-table.ts';

/**
 * Waiting for a lock ends before the server (`deadlock_timeout`, 1 s) looks for deadlocks: if our transaction
 * and somebody else's wait for each other, it is ours that gives way and runs again.
 */
const beginSql = "BEGIN; SET LOCAL lock_timeout = '300ms'";

/** An open transaction on a target, with a connection of its own until it ends. */
export class PostgresTransaction implements TargetTransaction {
  readonly #client: PoolClient;
  readonly #release: (broken: boolean) => void;
  readonly #catalog: PostgresCatalog;
  readonly #names: () => StatementNames;
  readonly #forgetNames: () => void;
  /** Batches written so far: the first one starts at BEGIN, later ones at a savepoint. */
  #batches = 0;
  #ended = false;

  private constructor(
    client: PoolClient,
    release: (broken: boolean) => void,
    catalog: PostgresCatalog,
    names: { current: () => StatementNames; forget: () => void },
  ) {
    this.#client = client;
    this.#release = release;
    this.#catalog = catalog;
    this.#names = names.current;
    this.#forgetNames = names.forget;
  }

  /** @param names the names of prepared statements; forgotten when a table has changed */
  static async begin(
    database: PostgresDatabase,
    catalog: PostgresCatalog,
    names: { current: () => StatementNames; forget: () => void },
  ): Promise<PostgresTransaction> {
    const { client, release } = await database.connect();
    return new PostgresTransaction(client, release, catalog, names);
  }

  async write(batch: WriteBatch): Promise<WriteOutcome[]> {
    const streams = [...new Set(batch.writes.map((write) => write.stream))];
    try {
      // The start is sent ahead of the first statement without waiting.
      const outcomes = await inOrder(this.#start(), this.#attemptTwice(batch, streams));
      this.#batches += 1;
      return outcomes;
    } catch (error) {
      const fault = classifyPostgresError(error);
      await this.rollback();
      throw fault;
    }
  }

  async commit(): Promise<void> {
    try {
      await this.#client.query('COMMIT');
    } catch (error) {
      const fault = classifyPostgresError(error);
      await this.rollback();
      throw fault;
    }
    this.#end(false);
  }

  async rollback(): Promise<void> {
    if (this.#ended) return;
    // Its locks must not outlive it while the connection is thrown away.
    await rollBack(this.#client);
    this.#end(true);
  }

  /** A table that has changed since we last looked is looked at again, once. */
  async #attemptTwice(batch: WriteBatch, streams: string[]): Promise<WriteOutcome[]> {
    try {
      return await this.#attempt(batch, streams);
    } catch (error) {
      if (!mayHaveChanged(error)) throw error;
      await this.#startAgain();
      this.#catalog.forget(streams);
      this.#forgetNames();
      return this.#attempt(batch, streams);
    }
  }

  async #attempt(batch: WriteBatch, streams: string[]): Promise<WriteOutcome[]> {
    const tables = new Map(
      await Promise.all(
        streams.map(async (stream): Promise<[string, Table]> => [stream, await this.#catalog.table(stream)]),
      ),
    );
    const run = new PostgresApplyBatch(this.#client, batch, tables, this.#names(), {
      startAgain: () => this.#startAgain(),
      reread: (query) => this.#catalog.refresh(streams, query),
    });
    return run.run();
  }

  async #start(): Promise<void> {
    await this.#client.query(
      this.#batches === 0
        ? beginSql
        : this.#batches === 1
          ? 'SAVEPOINT batch'
          : 'RELEASE SAVEPOINT batch; SAVEPOINT batch',
    );
  }

  /** Undoes what the current batch has written, and nothing else. */
  async #startAgain(): Promise<void> {
    if (this.#batches === 0) {
      await this.#client.query('ROLLBACK');
      await this.#client.query(beginSql);
    } else await this.#client.query('ROLLBACK TO SAVEPOINT batch');
  }

  #end(broken: boolean): void {
    this.#ended = true;
    this.#release(broken);
  }
}
