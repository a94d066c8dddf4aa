import type { LoadRequest, StoredCheckpoint, Target, TargetTransaction } from '#core/ports/target.ts';
import type { MysqlCatalog } from './mysql-catalog.ts';
import { prepareCheckpoints, readCheckpoints } from './mysql-checkpoint-table.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { mayHaveChanged } from './mysql-errors.ts';
import { loadRows } from './mysql-load.ts';
import { MysqlTableMaker } from './mysql-table-maker.ts';
import { takeMysqlKeys } from './mysql-take-keys.ts';
import { MysqlTransaction } from './mysql-transaction.ts';

/** The writing half of a MySQL connection. */
export class MysqlTarget implements Target {
  readonly #database: MysqlDatabase;
  readonly #catalog: MysqlCatalog;
  readonly tables: MysqlTableMaker;

  constructor(database: MysqlDatabase, catalog: MysqlCatalog) {
    this.#database = database;
    this.#catalog = catalog;
    this.tables = new MysqlTableMaker(database);
  }

  prepare(tags: string[]): Promise<void> {
    return prepareCheckpoints(this.#database, tags);
  }

  checkpoints(tags: string[]): Promise<Map<string, StoredCheckpoint>> {
    return readCheckpoints(this.#database, tags);
  }

  async load(request: LoadRequest): Promise<'loaded' | 'refused'> {
    try {
      return await loadRows(this.#database, await this.#catalog.table(request.stream), request);
    } catch (error) {
      // A table that has changed since we last looked is looked at again, once.
      if (!mayHaveChanged(error)) throw error;
      this.#catalog.forget([request.stream]);
      return loadRows(this.#database, await this.#catalog.table(request.stream), request);
    }
  }

  begin(): Promise<TargetTransaction> {
    return MysqlTransaction.begin(this.#database, this.#catalog);
  }

  async takeKeys(stream: string, field: string, count: number): Promise<string[]> {
    return takeMysqlKeys(this.#database, await this.#catalog.table(stream), field, count);
  }
}
