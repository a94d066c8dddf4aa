import type { RangeDigests } from '#core/ports/range-digests.ts';
import type { CopiedRows, KeyCollisions, SnapshotChunk, SnapshotRequest } from '#core/ports/source.ts';
import type { Row } from '#core/values/value.ts';
import type { MysqlCatalog } from './mysql-catalog.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { type KnownTable, rowsOf } from './mysql-definition.ts';
import { mayHaveChanged } from './mysql-errors.ts';
import { digestBuckets, digestRange, readBounds } from './mysql-range-digests.ts';
import { rowReader } from './mysql-row-reader.ts';
import { findSameKeys } from './mysql-same-keys.ts';
import { copyRows, coversKeys, readRows, readSnapshot } from './mysql-snapshot.ts';

/** What a connection reads from its tables, apart from the log: the methods of `Source` that they are named like. */
export class MysqlReading {
  readonly #database: MysqlDatabase;
  readonly #catalog: MysqlCatalog;

  constructor(database: MysqlDatabase, catalog: MysqlCatalog) {
    this.#database = database;
    this.#catalog = catalog;
  }

  snapshot(request: SnapshotRequest): Promise<SnapshotChunk> {
    return this.#onTable(request.stream, (table) => readSnapshot(this.#database, table, request));
  }

  copy(request: Omit<SnapshotRequest, 'within'>): Promise<CopiedRows> {
    return this.#onTable(request.stream, (table) => copyRows(this.#database, table, request));
  }

  covers(request: { stream: string; key: string[]; cursor: string; keys: Row[] }): Promise<boolean[]> {
    return this.#onTable(request.stream, (table) => coversKeys(this.#database, table, request));
  }

  read(request: { stream: string; fields: string[]; key: string[]; keys: Row[] }): Promise<Row[]> {
    return this.#onTable(request.stream, (table) => readRows(this.#database, table, request));
  }

  readonly digests: RangeDigests = {
    bounds: (request) => this.#onTable(request.stream, (table) => readBounds(this.#database, table, request)),
    range: (request) => this.#onTable(request.stream, (table) => digestRange(this.#database, table, request)),
    buckets: (request) =>
      this.#onTable(request.stream, (table) => digestBuckets(this.#database, table, request)),
  };

  async sameKeys(request: {
    stream: string;
    key: string[];
    keys: AsyncIterable<Row[]>;
  }): Promise<KeyCollisions> {
    return findSameKeys(this.#database, await this.#catalog.table(request.stream), request);
  }

  /** A few rows, in no order. */
  sample(stream: string, limit: number): Promise<Row[]> {
    return this.#onTable(stream, async (table) => {
      const reader = rowReader([...table.columns.values()]);
      const rows = await rowsOf(
        this.#database,
        table,
        `SELECT ${reader.selected('t')} FROM ${table.quoted} AS t LIMIT ${Math.trunc(limit)}`,
      );
      return rows.map(reader.row);
    });
  }

  count({ stream, atMost }: { stream: string; atMost: number }): Promise<number> {
    return this.#onTable(stream, async (table) => {
      const [row] = await this.#database.rows(
        `SELECT COUNT(*) FROM (SELECT 1 FROM ${table.quoted} LIMIT ${Math.trunc(atMost)}) AS t`,
      );
      return Number(row?.[0] ?? 0);
    });
  }

  /** A table that changed since we last looked is looked at again, once. */
  async #onTable<T>(stream: string, work: (table: KnownTable) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#catalog.table(stream));
    } catch (error) {
      if (!mayHaveChanged(error)) throw error;
      this.#catalog.forget([stream]);
      return work(await this.#catalog.table(stream));
    }
  }
}
