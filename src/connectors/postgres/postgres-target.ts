import type { ApplyBatch, Checkpoint, Target } from '#core/ports/target.ts';
import { PostgresApplyBatch } from './postgres-apply-batch.ts';
import type { PostgresCatalog } from './postgres-catalog.ts';
import { prepareCheckpoints, readCheckpoints } from './postgres-checkpoint-table.ts';
import { type PostgresDatabase, rollBack } from './postgres-database.ts';
import { mayHaveChanged } from './postgres-errors.ts';
import { StatementNames } from './postgres-statement-names.ts';

/** The writing half of a PostgreSQL connection. */
export class PostgresTarget implements Target {
  readonly #database: PostgresDatabase;
  readonly #catalog: PostgresCatalog;
  #names = new StatementNames();

  constructor(database: PostgresDatabase, catalog: PostgresCatalog) {
    this.#database = database;
    this.#catalog = catalog;
  }

  prepare(tags: string[]): Promise<void> {
    return prepareCheckpoints(this.#database, tags);
  }

  checkpoints(tags: string[]): Promise<Map<string, Checkpoint>> {
    return readCheckpoints(this.#database, tags);
  }

  async apply(batch: ApplyBatch): Promise<void> {
    const settled = { called: false };
    try {
      await this.#applyOnce(batch, settled);
    } catch (error) {
      if (settled.called || !mayHaveChanged(error)) throw error;
      this.#catalog.forget(batch.writes.map((write) => write.stream));
      this.#names = new StatementNames();
      await this.#applyOnce(batch, settled);
    }
  }

  async #applyOnce(batch: ApplyBatch, settled: { called: boolean }): Promise<void> {
    const streams = [...new Set(batch.writes.map((write) => write.stream))];
    const tables = new Map(
      await Promise.all(streams.map(async (stream) => [stream, await this.#catalog.table(stream)] as const)),
    );
    let refusal: { error: unknown } | null = null;
    try {
      await this.#database.withClient(async (client) => {
        const run = new PostgresApplyBatch(client, batch, tables, this.#names, (query) =>
          this.#catalog.refresh(streams, query),
        );
        try {
          const outcomes = await run.run();
          settled.called = true;
          await batch.settle(outcomes).catch((error: unknown) => {
            refusal = { error };
            throw error;
          });
          await client.query('COMMIT');
        } catch (error) {
          await rollBack(client);
          throw error;
        }
      });
    } catch (error) {
      if (refusal !== null) throw (refusal as { error: unknown }).error;
      throw error;
    }
  }
}
