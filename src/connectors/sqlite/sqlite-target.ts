import type { LoadRequest, StoredCheckpoint, Target, TargetTransaction } from '#core/ports/target.ts';
import { SqliteTableMaker } from './sqlite-table-maker.ts';
import type { SqliteWorkerClient } from './sqlite-worker-client.ts';

/** The writing half of a SQLite connection. */
export class SqliteTarget implements Target {
  readonly tables: SqliteTableMaker;
  readonly #worker: SqliteWorkerClient;

  constructor(worker: SqliteWorkerClient) {
    this.#worker = worker;
    this.tables = new SqliteTableMaker(worker);
  }

  prepare(tags: string[]): Promise<void> {
    return this.#worker.call('prepareTags', tags);
  }

  checkpoints(tags: string[]): Promise<Map<string, StoredCheckpoint>> {
    return this.#worker.call('checkpoints', tags);
  }

  takeKeys(stream: string, field: string, count: number): Promise<string[]> {
    return this.#worker.call('takeKeys', stream, field, count);
  }

  load(request: LoadRequest): Promise<'loaded' | 'refused'> {
    return this.#worker.call('load', request);
  }

  async begin(): Promise<TargetTransaction> {
    const number = await this.#worker.call('begin');
    return {
      write: (batch) => this.#worker.call('write', number, batch),
      commit: () => this.#worker.call('commit', number),
      rollback: () => this.#worker.call('rollback', number),
    };
  }
}
