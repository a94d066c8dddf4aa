import { SyncError } from '#core/errors/sync-error.ts';
import type { Checkpoint, WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import { isolateRows } from '#core/writing/isolate-rows.ts';
import { groupByShape, orderByReferences, type PlacedWrite } from '#core/writing/write-group.ts';
import { writeCheckpoint } from './sqlite-checkpoint-table.ts';
import { classifySqliteError, isRowError } from './sqlite-errors.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import type { References } from './sqlite-references.ts';
import { RowShapes } from './sqlite-row-shape.ts';
import { exchangesOf } from './sqlite-step-aside.ts';
import type { Table } from './sqlite-table.ts';
import { writeRow } from './sqlite-write-row.ts';

/** A row that could not be written, with its error. */
export type Failure = { item: PlacedWrite; error: SyncError };

/** Which checkpoint row was written last, and which have their new place. */
type Marks = { tag: string | null; placed: Set<string> };

/** One batch inside its transaction. */
export class SqliteApplyBatch {
  readonly writer: SqliteHandle;
  readonly shapes: RowShapes;
  readonly #batch: WriteBatch;
  readonly #tables: Map<string, Table>;
  readonly #references: References;
  readonly #places: Map<string, Checkpoint>;
  #outcomes: WriteOutcome[] = [];
  #marks: Marks = { tag: null, placed: new Set() };

  constructor(writer: SqliteHandle, batch: WriteBatch, tables: Map<string, Table>, references: References) {
    this.writer = writer;
    this.#batch = batch;
    this.#tables = tables;
    this.#references = references;
    this.shapes = new RowShapes(tables);
    this.#places = new Map(batch.checkpoints.map((place) => [place.tag, place]));
  }

  /** Writes everything. Throws what is no row's own fault, with the transaction still open. */
  async run(): Promise<WriteOutcome[]> {
    const items = this.#batch.writes.map((write, index) => ({ write, index }));
    const refused = new Map<PlacedWrite, SyncError>();
    for (;;) {
      this.writer.exec('SAVEPOINT batch');
      const failures = await this.#writeAll(items.filter((item) => !refused.has(item)));
      const broken = this.#references.anyDeferred
        ? this.#references.brokenBy(this, this.#applied(items))
        : [];
      if (broken.length === 0) {
        this.writer.exec('RELEASE batch');
        for (const { item, error } of failures) refused.set(item, error);
        break;
      }
      this.writer.exec('ROLLBACK TO batch');
      this.writer.exec('RELEASE batch');
      this.#outcomes = [];
      this.#marks = { tag: null, placed: new Set() };
      for (const { item, error } of broken) refused.set(item, error);
    }
    for (const [{ index }, { code, message, detail, at }] of refused) {
      this.#outcomes[index] = { status: 'failed', code, message, detail, at };
    }
    for (const tag of this.#places.keys()) if (!this.#marks.placed.has(tag)) this.#mark(tag, false);
    return this.#outcomes;
  }

  /** Writes one row and notes its outcome. */
  write(item: PlacedWrite): void {
    const { write, index } = item;
    this.markAs(write.tag);
    this.#outcomes[index] = writeRow(this.writer, this.shapes.of(write), write);
  }

  /** What follows is written under this tag. */
  markAs(tag: string): void {
    if (tag !== this.#marks.tag) this.#mark(tag, true);
  }

  /** Row by row: a statement that fails undoes itself. What failed is tried again, alone and with others. */
  async #writeAll(items: PlacedWrite[]): Promise<Failure[]> {
    const failed: PlacedWrite[] = [];
    for (const group of orderByReferences(groupByShape(items, this.#tables), this.#tables)) {
      for (const item of group.items) {
        try {
          this.write(item);
        } catch (error) {
          this.#rowError(error);
          failed.push(item);
        }
      }
    }
    if (failed.length === 0) return [];
    const failures = await isolateRows(
      {
        tables: this.#tables,
        write: async (some) => {
          for (const item of some) this.write(item);
        },
        attempt: (work) => this.#attempt(work),
        exchanges: async (some) => exchangesOf(this, some),
      },
      failed.sort((a, b) => a.index - b.index),
    );
    return failures.map(({ item, error }) => ({ item, error: classifySqliteError(error) }));
  }

  /** Runs work of which nothing remains if it fails; gives the error where rows are to blame for it. */
  async #attempt(work: () => Promise<void>): Promise<SyncError | null> {
    const marks = { tag: this.#marks.tag, placed: new Set(this.#marks.placed) };
    const outcomes = [...this.#outcomes];
    this.writer.exec('SAVEPOINT part');
    try {
      await work();
      this.writer.exec('RELEASE part');
      return null;
    } catch (error) {
      const fault = this.#rowError(error);
      this.writer.exec('ROLLBACK TO part');
      this.writer.exec('RELEASE part');
      this.#marks = marks;
      this.#outcomes = outcomes;
      return fault;
    }
  }

  #applied(items: PlacedWrite[]): PlacedWrite[] {
    return items.filter(({ index }) => this.#outcomes[index]?.status === 'applied');
  }

  /** @throws what is no row's own fault, and what has ended the transaction. */
  #rowError(error: unknown): SyncError {
    const fault = classifySqliteError(error);
    if (!isRowError(fault)) throw fault;
    if (!this.writer.inTransaction) {
      throw new SyncError('WRITE_FAILED', `A trigger of the file ended the transaction: ${fault.message}`, {
        cause: error,
      });
    }
    return fault;
  }

  #mark(tag: string, rows: boolean): void {
    const place = this.#marks.placed.has(tag) ? undefined : this.#places.get(tag);
    this.#marks.tag = tag;
    if (place) this.#marks.placed.add(tag);
    const epoch = this.#places.get(tag)?.epoch ?? this.#batch.epoch;
    writeCheckpoint(this.writer, tag, { ...(place ? { place } : {}), epoch, rows });
  }
}
