import type { Checkpoint, WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import { isolateRows } from '#core/writing/isolate-rows.ts';
import {
  groupByShape,
  groupNeighbours,
  orderByReferences,
  type PlacedWrite,
} from '#core/writing/write-group.ts';
import { checkMark, markSql } from './mysql-checkpoint-table.ts';
import type { MysqlClient, MysqlDatabase } from './mysql-database.ts';
import { type KnownTable, readDefinition, requireSame } from './mysql-definition.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { classifyMysqlError, isRowError } from './mysql-errors.ts';
import { parentsFirst } from './mysql-parents-first.ts';
import { type ExchangingBatch, exchangesOf } from './mysql-step-aside.ts';
import { waitForLock } from './mysql-wait-for-lock.ts';
import type { Piece, WriteConnection } from './mysql-write-connection.ts';
import { writeGroup } from './mysql-write-piece.ts';

/** Which checkpoint row was written last, and which have their new place. */
type Marks = { tag: string | null; placed: Set<string> };

/** What a batch needs of the transaction around it. */
export type BatchSurroundings = {
  client: MysqlClient;
  database: MysqlDatabase;
  dialect: MysqlDialect;
  /** Undoes what the batch has written so far, and nothing else. */
  startAgain: () => Promise<void>;
  /** Reads the batch's tables again, in case that they changed. */
  reread: () => Promise<Map<string, KnownTable>>;
};

/** One batch inside its transaction. */
export class MysqlApplyBatch {
  readonly #batch: WriteBatch;
  readonly #around: BatchSurroundings;
  readonly #connection: WriteConnection;
  readonly #places: Map<string, Checkpoint>;
  #tables: Map<string, KnownTable>;
  #outcomes: WriteOutcome[] = [];
  #marks: Marks = { tag: null, placed: new Set() };

  constructor(batch: WriteBatch, tables: Map<string, KnownTable>, around: BatchSurroundings) {
    this.#batch = batch;
    this.#tables = tables;
    this.#around = around;
    this.#connection = {
      dialect: around.dialect,
      run: (sql) => waitForLock(around.client, around.dialect, sql),
    };
    this.#places = new Map(batch.checkpoints.map((place) => [place.tag, place]));
  }

  /** Writes everything. Throws what is no row's own fault, with the transaction still open. */
  async run(): Promise<WriteOutcome[]> {
    const items = this.#batch.writes.map((write, index) => ({ write, index }));
    try {
      const groups = orderByReferences(groupByShape(items, this.#tables), this.#tables);
      for (const group of groups) await this.#runGroup(group);
    } catch (error) {
      if (!isRowError(error)) throw error;
      await this.#around.startAgain();
      // A column that has another type since we looked would make every row fail.
      this.#tables = await this.#around.reread();
      this.#outcomes = [];
      this.#marks = { tag: null, placed: new Set() };
      await this.#runIsolated(items);
    }
    // From the first statement on, a table that we write cannot be changed any more.
    for (const table of this.#tables.values()) {
      requireSame(table, await readDefinition(this.#around.client, table.quoted));
    }
    for (const tag of this.#places.keys()) if (!this.#marks.placed.has(tag)) await this.#mark(tag, false);
    return this.#outcomes;
  }

  async #runIsolated(items: PlacedWrite[]): Promise<void> {
    const batch: ExchangingBatch = {
      connection: this.#connection,
      tables: this.#tables,
      change: async (tag, sql) => {
        if (tag !== this.#marks.tag) await this.#mark(tag);
        return (await this.#connection.run(sql)).found;
      },
      write: async (some) => {
        for (const group of groupNeighbours(some, this.#tables)) await this.#runGroup(group);
      },
    };
    const failures = await isolateRows(
      {
        tables: this.#tables,
        write: batch.write,
        attempt: (work) => this.#attempt(work),
        exchanges: (some) => exchangesOf(batch, some),
      },
      items,
    );
    for (const { item, error } of failures) {
      const { code, message, detail, at } = classifyMysqlError(error);
      this.#outcomes[item.index] = { status: 'failed', code, message, detail, at };
    }
  }

  async #attempt(work: () => Promise<void>): Promise<unknown> {
    const marks = { tag: this.#marks.tag, placed: new Set(this.#marks.placed) };
    const { run } = this.#connection;
    await run('SAVEPOINT part');
    try {
      await work();
      await run('RELEASE SAVEPOINT part');
      return null;
    } catch (error) {
      if (!isRowError(error)) throw error;
      await run('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part');
      this.#marks = marks;
      return error;
    }
  }

  async #runGroup(group: Piece): Promise<void> {
    if (group.shape.tag !== this.#marks.tag) await this.#mark(group.shape.tag);
    const items = parentsFirst(group);
    const outcomes = await writeGroup(this.#connection, { shape: group.shape, items });
    items.forEach(({ index }, i) => {
      this.#outcomes[index] = outcomes[i]!;
    });
  }

  async #mark(tag: string, rows = true): Promise<void> {
    const place = this.#marks.placed.has(tag) ? undefined : this.#places.get(tag);
    this.#marks.tag = tag;
    if (place) this.#marks.placed.add(tag);
    const epoch = this.#places.get(tag)?.epoch ?? this.#batch.epoch;
    const sql = markSql(this.#around.database, tag, { ...(place ? { place } : {}), epoch, rows });
    checkMark(tag, (await this.#connection.run(sql)).found);
  }
}
