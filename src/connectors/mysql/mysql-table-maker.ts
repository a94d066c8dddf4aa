import { SyncError } from '#core/errors/sync-error.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { DdlReport, DdlStatement, TableMaker } from '#core/ports/table-maker.ts';
import type { WantedChange } from '#core/tables/wanted-change.ts';
import { answer, type MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError, errorNumberOf } from './mysql-errors.ts';
import { MysqlTableDialect } from './mysql-table-dialect.ts';
import { findTableObstacles } from './mysql-table-obstacles.ts';

/** Seconds that a statement waits for a table that somebody else uses; a day unless it is said. */
const LOCK_WAIT = 10;

/** A table, a field or an index of the name is there. */
const exists = new Set([1050, 1060, 1061, 1826]);

/** Makes and alters tables of one MySQL database: each statement is for good at once. */
export class MysqlTableMaker implements TableMaker {
  readonly #database: MysqlDatabase;

  constructor(database: MysqlDatabase) {
    this.#database = database;
  }

  async dialect(): Promise<MysqlTableDialect> {
    const dialect = await this.#database.dialect();
    return new MysqlTableDialect(
      { dialect, numbers: this.#database.config.numberFields },
      this.#database.name,
    );
  }

  async plan(
    changes: readonly WantedChange[],
  ): Promise<{ statements: DdlStatement[]; findings: PreflightFinding[] }> {
    const dialect = await this.dialect();
    const findings = await findTableObstacles(this.#database, changes);
    return { statements: dialect.statements(changes), findings };
  }

  async execute(statements: readonly string[]): Promise<DdlReport> {
    const { client, release } = await this.#database.connect();
    let broken = false;
    try {
      await answer(client, `SET SESSION lock_wait_timeout = ${LOCK_WAIT}`);
      for (const [at, sql] of statements.entries()) {
        try {
          await answer(client, sql);
        } catch (error) {
          broken = errorNumberOf(error) === null;
          if (broken && at === 0) throw classifyMysqlError(error);
          const { code, message, detail } = refusal(error);
          const failed = { sql, code, message, detail };
          return { ran: statements.slice(0, at), failed, undone: [], left: statements.slice(at + 1) };
        }
      }
      return { ran: [...statements], failed: null, undone: [], left: [] };
    } catch (error) {
      broken = true;
      throw classifyMysqlError(error);
    } finally {
      // The session's waiting time must not outlive this.
      release(broken || !(await restored(client)));
    }
  }
}

async function restored(client: Parameters<typeof answer>[0]): Promise<boolean> {
  return answer(client, 'SET SESSION lock_wait_timeout = DEFAULT').then(
    () => true,
    () => false, // the connection is thrown away
  );
}

/** What the server says against a statement, with a code of ours. */
function refusal(error: unknown): SyncError {
  const said = classifyMysqlError(error);
  const number = errorNumberOf(error);
  const code =
    number === null || said.code === 'PRIVILEGE_MISSING' || said.code === 'LOCK_WAIT'
      ? said.code
      : exists.has(number)
        ? 'STREAM_EXISTS'
        : 'DDL_REFUSED';
  return new SyncError(code, said.message, { detail: said.detail });
}
