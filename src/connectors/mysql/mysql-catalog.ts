import { SyncError } from '#core/errors/sync-error.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { type KnownTable, readDefinition } from './mysql-definition.ts';
import { parseStreamName, quoteTable } from './mysql-names.ts';
import { readTables } from './mysql-read-tables.ts';

/** Tables by stream, read once and kept until somebody finds that they changed. */
export class MysqlCatalog {
  readonly #database: MysqlDatabase;
  readonly #tables = new Map<string, Promise<KnownTable>>();

  constructor(database: MysqlDatabase) {
    this.#database = database;
  }

  /** Throws `STREAM_MISSING`. */
  table(stream: string): Promise<KnownTable> {
    let table = this.#tables.get(stream);
    if (!table) {
      table = this.#read(stream);
      this.#tables.set(stream, table);
      table.catch(() => this.#tables.delete(stream));
    }
    return table;
  }

  /** Reads the streams again on their next use. */
  forget(streams: Iterable<string>): void {
    for (const stream of streams) this.#tables.delete(stream);
  }

  /** A table that changes while it is looked at is looked at again. */
  async #read(stream: string): Promise<KnownTable> {
    const name = parseStreamName(stream, this.#database.name);
    const definition = () => this.#database.withClient((client) => readDefinition(client, quoteTable(name)));
    const [exists] = await readTables(this.#database, [name]);
    if (!exists) throw new SyncError('STREAM_MISSING', `There is no table ${stream}.`);
    for (let before = await definition(); ; ) {
      const [table] = await readTables(this.#database, [name]);
      const after = await definition();
      if (table && before === after) return { ...table, stream, definition: after };
      before = after;
    }
  }
}
