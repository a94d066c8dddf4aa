import { SyncError } from '#core/errors/sync-error.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { parseStreamName } from './mysql-names.ts';
import { readTables } from './mysql-read-tables.ts';
import type { Table } from './mysql-table.ts';

/** Tables by stream, read once and kept until somebody finds that they changed. */
export class MysqlCatalog {
  readonly #database: MysqlDatabase;
  readonly #tables = new Map<string, Promise<Table>>();

  constructor(database: MysqlDatabase) {
    this.#database = database;
  }

  /** Throws `STREAM_MISSING`. */
  table(stream: string): Promise<Table> {
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

  async #read(stream: string): Promise<Table> {
    const [table] = await readTables(this.#database, [parseStreamName(stream, this.#database.name)]);
    if (!table) throw new SyncError('STREAM_MISSING', `There is no table ${stream}.`);
    return { ...table, stream };
  }
}
