import type { ClientBase } from 'pg';
import type { Checkpoint, WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import { isolateRows } from '#core/writing/isolate-rows.ts';
import {
  groupByShape,
  groupNeighbours,
  orderByReferences,
  type PlacedWrite,
} from '#core/writing/write-group.ts';
import type { RunQuery } from './postgres-catalog.ts';
import { writeCheckpoint } from './postgres-checkpoint-table.ts';
import { missedOutcome, missedStatement } from './postgres-classify-misses.ts';
import type { Statement, TextRow } from './postgres-database.ts';
import { classifyPostgresError, isRowError } from './postgres-errors.ts';
import { inOrder } from './postgres-in-order.ts';
import { findNul } from './postgres-nul.ts';
import type { StatementNames } from './postgres-statement-names.ts';
import { type ExchangingBatch, exchangesOf } from './postgres-step-aside.ts';
import type { Table, WriteGroup } from './postgres-table.ts';
import { writeSteps } from './postgres-write-sql.ts';

/** Which checkpoint row was written last, and which have their new place. */
type Marks = { tag: string | null; placed: Set<string> };

/** What a batch needs of the transaction around it. */
export type BatchSurroundings = {
  /** Undoes what the batch has written so far, and nothing else. */
  startAgain: () => Promise<void>;
  /** Reads the batch's tables again, in case that they changed. */
  reread: (query: RunQuery) => Promise<Map<string, Table>>;
};

/** One batch inside its transaction. */
export class PostgresApplyBatch {
  readonly #client: ClientBase;
  readonly #batch: WriteBatch;
  readonly #around: BatchSurroundings;
  #tables: Map<string, Table>;
  readonly #names: StatementNames;
  readonly #places: Map<string, Checkpoint>;
  readonly #deferrable: boolean;
  #outcomes: WriteOutcome[] = [];
  #marks: Marks = { tag: null, placed: new Set() };

  constructor(
    client: ClientBase,
    batch: WriteBatch,
    tables: Map<string, Table>,
    names: StatementNames,
    around: BatchSurroundings,
  ) {
    this.#client = client;
    this.#batch = batch;
    this.#tables = tables;
    this.#names = names;
    this.#around = around;
    this.#places = new Map(batch.checkpoints.map((place) => [place.tag, place]));
    this.#deferrable = [...tables.values()].some((table) => table.deferrable);
  }

  /** Writes everything. Throws what is no row's own fault, with the transaction still open. */
  async run(): Promise<WriteOutcome[]> {
    const items = this.#batch.writes.map((write, index) => ({ write, index }));
    try {
      if (this.#deferrable) await this.#client.query('SET CONSTRAINTS ALL DEFERRED');
      const groups = orderByReferences(groupByShape(items, this.#tables), this.#tables);
      for (const group of groups) await this.#runGroup(group);
      if (this.#deferrable) await this.#client.query('SET CONSTRAINTS ALL IMMEDIATE');
    } catch (error) {
      if (!isRowError(error)) throw error;
      await this.#around.startAgain();
      // A column that has another type since we looked would make every row fail.
      this.#tables = await this.#around.reread(
        async (text, values) => (await this.#client.query<TextRow>(text, values)).rows,
      );
      if (this.#deferrable) await this.#client.query('SET CONSTRAINTS ALL DEFERRED');
      this.#outcomes = [];
      this.#marks = { tag: null, placed: new Set() };
      await this.#runIsolated(items);
    }
    for (const tag of this.#places.keys()) if (!this.#marks.placed.has(tag)) await this.#mark(tag, false);
    return this.#outcomes;
  }

  async #runIsolated(items: PlacedWrite[]): Promise<void> {
    const batch: ExchangingBatch = {
      tables: this.#tables,
      query: (statement) => this.#query(statement),
      change: async (tag, statement) => {
        if (tag !== this.#marks.tag) await this.#mark(tag);
        return this.#query(statement);
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
      const { code, message, detail, at } = classifyPostgresError(error);
      const nul = findNul(item.write.set);
      const place = nul ? { field: nul.field, constraint: null } : at;
      this.#outcomes[item.index] = {
        status: 'failed',
        code,
        message: nul?.said ?? message,
        detail,
        at: place,
      };
    }
  }

  async #attempt(work: () => Promise<void>): Promise<unknown> {
    const marks = { tag: this.#marks.tag, placed: new Set(this.#marks.placed) };
    // Sent ahead without waiting: many rows may have to be tried one by one.
    const saved = this.#client.query('SAVEPOINT part');
    try {
      await inOrder(saved, work());
      if (this.#deferrable) await this.#checkDeferred();
      await this.#client.query('RELEASE SAVEPOINT part');
      return null;
    } catch (error) {
      if (!isRowError(error)) throw error;
      await this.#client.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part');
      this.#marks = marks;
      return error;
    }
  }

  /** Fires the deferred checks now, and leaves them deferred for the rest of the batch. */
  async #checkDeferred(): Promise<void> {
    await this.#client.query('SAVEPOINT deferred');
    await this.#client.query('SET CONSTRAINTS ALL IMMEDIATE');
    await this.#client.query('ROLLBACK TO SAVEPOINT deferred');
    await this.#client.query('RELEASE SAVEPOINT deferred');
  }

  async #runGroup(group: WriteGroup): Promise<void> {
    // The checkpoint's row is written first in the log; only its answer is not waited for.
    const marked = group.shape.tag === this.#marks.tag ? null : this.#mark(group.shape.tag);
    let left = group;
    for (const build of writeSteps(group.shape)) {
      const rows = await inOrder(marked, this.#query(build(left)));
      const done = new Set(rows.map(([n]) => Number(n) - 1));
      for (const i of done) this.#outcomes[left.items[i]!.index] = { status: 'applied' };
      if (done.size === left.items.length) return;
      left = { shape: left.shape, items: left.items.filter((_, i) => !done.has(i)) };
    }
    for (const row of await inOrder(marked, this.#query(missedStatement(left)))) {
      const { n, outcome } = missedOutcome(left, row);
      this.#outcomes[left.items[n - 1]!.index] = outcome;
    }
  }

  async #mark(tag: string, rows = true): Promise<void> {
    const place = this.#marks.placed.has(tag) ? undefined : this.#places.get(tag);
    this.#marks.tag = tag;
    if (place) this.#marks.placed.add(tag);
    const epoch = this.#places.get(tag)?.epoch ?? this.#batch.epoch;
    await writeCheckpoint(this.#client, tag, { ...(place ? { place } : {}), epoch, rows });
  }

  async #query(statement: Statement): Promise<(string | null)[][]> {
    const result = await this.#client.query<(string | null)[]>({
      ...statement,
      name: this.#names.nameOf(statement.text),
      rowMode: 'array',
    });
    return result.rows;
  }
}
