import type { WriteBatch, WriteOutcome } from '#core/ports/target.ts';
import { SqliteApplyBatch } from './sqlite-apply-batch.ts';
import { writeTag } from './sqlite-checkpoint-table.ts';
import { closeOwnTransaction, closeTransactions } from './sqlite-close-transactions.ts';
import type { OpenTransaction, SqliteFile } from './sqlite-file.ts';
import { ownTables } from './sqlite-names.ts';
import { tableExists } from './sqlite-own-tables.ts';
import { References } from './sqlite-references.ts';

/** An open transaction on a target. */
export class SqliteTransaction {
  readonly #file: SqliteFile;
  readonly #open: OpenTransaction;
  readonly #logged: boolean;
  readonly #references: References;

  private constructor(file: SqliteFile, open: OpenTransaction) {
    this.#file = file;
    this.#open = open;
    this.#logged = tableExists(open.writer, ownTables.change);
    this.#references = new References(file.catalog.all(open.writer));
    // What others committed until now ends before ours begins.
    if (this.#logged) closeTransactions(open.writer, file);
  }

  /** Waits for the write lock. Throws `LOCK_WAIT` when others do not let go of it. */
  static async begin(file: SqliteFile): Promise<SqliteTransaction> {
    const open = await file.begin();
    try {
      return new SqliteTransaction(file, open);
    } catch (error) {
      open.rollback();
      throw error;
    }
  }

  async write(batch: WriteBatch): Promise<WriteOutcome[]> {
    const { writer } = this.#open;
    try {
      const streams = [...new Set(batch.writes.map(({ stream }) => stream))];
      const tables = new Map(streams.map((stream) => [stream, this.#file.catalog.table(writer, stream)]));
      return await new SqliteApplyBatch(writer, batch, tables, this.#references).run();
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  commit(): void {
    const { writer } = this.#open;
    try {
      if (tableExists(writer, ownTables.writer)) writeTag(writer, null);
      if (this.#logged) closeOwnTransaction(writer);
    } catch (error) {
      this.rollback();
      throw error;
    }
    this.#open.commit();
  }

  rollback(): void {
    this.#open.rollback();
  }
}
