import type { ClientBase } from 'pg';
import type { ApplyBatch, Checkpoint, WriteOutcome } from '#core/ports/target.ts';
import type { RunQuery } from './postgres-catalog.ts';
import { writeCheckpoint } from './postgres-checkpoint-table.ts';
import { missedOutcome, missedStatement } from './postgres-classify-misses.ts';
import type { Statement, TextRow } from './postgres-database.ts';
import { classifyPostgresError, isRowError } from './postgres-errors.ts';
import type { StatementNames } from './postgres-statement-names.ts';
import type { Table } from './postgres-table.ts';
import {
  groupByShape,
  groupNeighbours,
  orderByReferences,
  type PlacedWrite,
  type WriteGroup,
} from './postgres-write-shape.ts';
import { writeSteps } from './postgres-write-sql.ts';

/** Which checkpoint row was written last, and which have their new place. */
type Marks = { tag: string | null; placed: Set<string> };

/**
 * Waiting for a lock ends before the server (`deadlock_timeout`, 1 s) looks for deadlocks: if our batch and
 * somebody's transaction wait for each other, it is ours that gives way and runs again.
 */
const begin = "BEGIN; SET LOCAL lock_timeout = '300ms'";

/** One batch inside its transaction. */
export class PostgresApplyBatch {
  readonly #client: ClientBase;
  readonly #batch: ApplyBatch;
  readonly #reread: (query: RunQuery) => Promise<Map<string, Table>>;
  #tables: Map<string, Table>;
  readonly #names: StatementNames;
  readonly #places: Map<string, Checkpoint>;
  readonly #deferred: boolean;
  #outcomes: WriteOutcome[] = [];
  #marks: Marks = { tag: null, placed: new Set() };

  /** @param reread reads the tables again, in case that they changed */
  constructor(
    client: ClientBase,
    batch: ApplyBatch,
    tables: Map<string, Table>,
    names: StatementNames,
    reread: (query: RunQuery) => Promise<Map<string, Table>>,
  ) {
    this.#client = client;
    this.#batch = batch;
    this.#tables = tables;
    this.#names = names;
    this.#reread = reread;
    this.#places = new Map(batch.checkpoints.map((place) => [place.tag, place]));
    this.#deferred = [...tables.values()].some((table) => table.deferred);
  }

  /**
   * Opens the transaction and writes everything; the caller settles and commits. Throws what is no
   * row's own fault, with the transaction still open.
   */
  async run(): Promise<WriteOutcome[]> {
    const items = this.#batch.writes.map((write, index) => ({ write, index }));
    // Sent ahead of the first statement without waiting; when it fails, so does everything behind it.
    const begun = this.#client.query(begin);
    begun.catch(() => undefined);
    try {
      const groups = orderByReferences(groupByShape(items, this.#tables), this.#tables);
      for (const group of groups) await this.#runGroup(group);
      if (this.#deferred) await this.#client.query('SET CONSTRAINTS ALL IMMEDIATE');
    } catch (error) {
      if (!isRowError(error)) throw error;
      await this.#client.query('ROLLBACK');
      // A column that has another type since we looked would make every row fail.
      this.#tables = await this.#reread(
        async (text, values) => (await this.#client.query<TextRow>(text, values)).rows,
      );
      await this.#client.query(begin);
      this.#outcomes = [];
      this.#marks = { tag: null, placed: new Set() };
      await this.#runIsolated(items);
    }
    for (const tag of this.#places.keys()) if (!this.#marks.placed.has(tag)) await this.#mark(tag);
    await begun;
    return this.#outcomes;
  }

  /** In source order; what fails is tried again while that helps, since a later row may have made room. */
  async #runIsolated(items: PlacedWrite[]): Promise<void> {
    let left = items;
    for (;;) {
      const failures: { item: PlacedWrite; error: unknown }[] = [];
      await this.#bisect(left, failures);
      if (failures.length === 0) return;
      if (failures.length === left.length) {
        for (const { item, error } of failures) {
          const { code, message, detail } = classifyPostgresError(error);
          this.#outcomes[item.index] = { status: 'failed', code, message, detail };
        }
        return;
      }
      left = failures.map(({ item }) => item);
    }
  }

  async #bisect(items: PlacedWrite[], failures: { item: PlacedWrite; error: unknown }[]): Promise<void> {
    const marks = { tag: this.#marks.tag, placed: new Set(this.#marks.placed) };
    await this.#client.query('SAVEPOINT part');
    try {
      for (const group of groupNeighbours(items, this.#tables)) await this.#runGroup(group);
      if (this.#deferred) await this.#checkDeferred();
      await this.#client.query('RELEASE SAVEPOINT part');
    } catch (error) {
      if (!isRowError(error)) throw error;
      await this.#client.query('ROLLBACK TO SAVEPOINT part');
      await this.#client.query('RELEASE SAVEPOINT part');
      this.#marks = marks;
      if (items.length === 1) {
        failures.push({ item: items[0]!, error });
        return;
      }
      const middle = items.length >> 1;
      await this.#bisect(items.slice(0, middle), failures);
      await this.#bisect(items.slice(middle), failures);
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
      const [rows] = await Promise.all([this.#query(build(left)), marked]);
      const done = new Set(rows.map(([n]) => Number(n) - 1));
      for (const i of done) this.#outcomes[left.items[i]!.index] = { status: 'applied' };
      if (done.size === left.items.length) return;
      left = { shape: left.shape, items: left.items.filter((_, i) => !done.has(i)) };
    }
    for (const row of await this.#query(missedStatement(left))) {
      const { n, outcome } = missedOutcome(left, row);
      this.#outcomes[left.items[n - 1]!.index] = outcome;
    }
  }

  async #mark(tag: string): Promise<void> {
    const place = this.#marks.placed.has(tag) ? undefined : this.#places.get(tag);
    this.#marks.tag = tag;
    if (place) this.#marks.placed.add(tag);
    await writeCheckpoint(this.#client, tag, place, this.#places.get(tag)?.epoch ?? this.#batch.epoch);
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
