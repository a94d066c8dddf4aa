import type { LoadRequest, StoredCheckpoint, Target, TargetTransaction } from '#core/ports/target.ts';
import type { PostgresCatalog } from './postgres-catalog.ts';
import { prepareCheckpoints, readCheckpoints } from './postgres-checkpoint-table.ts';
import { loadRows } from './postgres-copy.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { StatementNames } from './postgres-statement-names.ts';
import { PostgresTableMaker } from './postgres-table-maker.ts';
import { takePostgresKeys } from './postgres-take-keys.ts';
import { PostgresTransaction } from './postgres-transaction.ts';

/** The writing half of a PostgreSQL connection. */
export class PostgresTarget implements Target {
  readonly #database: PostgresDatabase;
  readonly #catalog: PostgresCatalog;
  readonly tables: PostgresTableMaker;
  #names = new StatementNames();

  constructor(database: PostgresDatabase, catalog: PostgresCatalog) {
    this.#database = database;
    this.#catalog = catalog;
    this.tables = new PostgresTableMaker(database);
  }

  prepare(tags: string[]): Promise<void> {
    return prepareCheckpoints(this.#database, tags);
  }

  checkpoints(tags: string[]): Promise<Map<string, StoredCheckpoint>> {
    return readCheckpoints(this.#database, tags);
  }

  async load(request: LoadRequest): Promise<'loaded' | 'refused'> {
    return loadRows(this.#database, await this.#catalog.table(request.stream), request);
  }

  begin(): Promise<TargetTransaction> {
    return PostgresTransaction.begin(this.#database, this.#catalog, {
      current: () => this.#names,
      forget: () => {
        this.#names = new StatementNames();
      },
    });
  }

  async takeKeys(stream: string, field: string, count: number): Promise<string[]> {
    return takePostgresKeys(this.#database, await this.#catalog.table(stream), field, count);
  }
}
