import type { TargetTransaction, WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import { MysqlApplyBatch } from './mysql-apply-batch.ts';
import type { MysqlCatalog } from './mysql-catalog.ts';
import { type MysqlClient, type MysqlDatabase, rollBack } from './mysql-database.ts';
import type { KnownTable } from './mysql-definition.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { classifyMysqlError, mayHaveChanged } from './mysql-errors.ts';

/** An open transaction on a target, with a connection of its own until it ends. */
export class MysqlTransaction implements TargetTransaction {
  readonly #database: MysqlDatabase;
  readonly #catalog: MysqlCatalog;
  readonly #client: MysqlClient;
  readonly #dialect: MysqlDialect;
  readonly #release: (broken: boolean) => void;
  /** Batches written so far: the first one starts the transaction, later ones start at a savepoint. */
  #batches = 0;
  #ended = false;

  private constructor(
    database: MysqlDatabase,
    catalog: MysqlCatalog,
    dialect: MysqlDialect,
    connection: { client: MysqlClient; release: (broken: boolean) => void },
  ) {
    this.#database = database;
    this.#catalog = catalog;
    this.#dialect = dialect;
    this.#client = connection.client;
    this.#release = connection.release;
  }

  static async begin(database: MysqlDatabase, catalog: MysqlCatalog): Promise<MysqlTransaction> {
    const dialect = await database.dialect();
    return new MysqlTransaction(database, catalog, dialect, await database.connect());
  }

  async write(batch: WriteBatch): Promise<WriteOutcome[]> {
    const streams = [...new Set(batch.writes.map((write) => write.stream))];
    try {
      await this.#client.query(this.#batches === 0 ? 'START TRANSACTION' : 'SAVEPOINT batch');
      const outcomes = await this.#attemptTwice(batch, streams);
      this.#batches += 1;
      return outcomes;
    } catch (error) {
      const fault = classifyMysqlError(error);
      await this.rollback();
      throw fault;
    }
  }

  async commit(): Promise<void> {
    try {
      await this.#client.query('COMMIT');
    } catch (error) {
      const fault = classifyMysqlError(error);
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
      return this.#attempt(batch, streams);
    }
  }

  async #attempt(batch: WriteBatch, streams: string[]): Promise<WriteOutcome[]> {
    const tablesOf = async () =>
      new Map(
        await Promise.all(
          streams.map(
            async (stream): Promise<[string, KnownTable]> => [stream, await this.#catalog.table(stream)],
          ),
        ),
      );
    const run = new MysqlApplyBatch(batch, await tablesOf(), {
      client: this.#client,
      database: this.#database,
      dialect: this.#dialect,
      startAgain: () => this.#startAgain(),
      reread: () => {
        this.#catalog.forget(streams);
        return tablesOf();
      },
    });
    return run.run();
  }

  /** Undoes what the current batch has written, and nothing else. */
  async #startAgain(): Promise<void> {
    await this.#client.query(
      this.#batches === 0 ? 'ROLLBACK; START TRANSACTION' : 'ROLLBACK TO SAVEPOINT batch',
    );
  }

  #end(broken: boolean): void {
    this.#ended = true;
    this.#release(broken);
  }
}
