import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { DdlReport, DdlStatement, TableMaker } from '#core/ports/table-maker.ts';
import type { WantedChange } from '#core/tables/wanted-change.ts';
import { SqliteTableDialect } from './sqlite-table-dialect.ts';
import type { SqliteWorkerClient } from './sqlite-worker-client.ts';

/** Makes and alters tables of one SQLite file: all of a plan, or none of it. */
export class SqliteTableMaker implements TableMaker {
  readonly #worker: SqliteWorkerClient;
  readonly #dialect = new SqliteTableDialect();

  constructor(worker: SqliteWorkerClient) {
    this.#worker = worker;
  }

  async dialect(): Promise<SqliteTableDialect> {
    return this.#dialect;
  }

  async plan(
    changes: readonly WantedChange[],
  ): Promise<{ statements: DdlStatement[]; findings: PreflightFinding[] }> {
    const findings = await this.#worker.call('tableObstacles', [...changes]);
    return { statements: this.#dialect.statements(changes), findings };
  }

  execute(statements: readonly string[]): Promise<DdlReport> {
    return this.#worker.call('runStatements', [...statements]);
  }
}
