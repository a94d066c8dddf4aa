import type pg from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { DdlReport, DdlStatement, TableMaker } from '#core/ports/table-maker.ts';
import type { WantedChange } from '#core/tables/wanted-change.ts';
import { type PostgresDatabase, rollBack } from './postgres-database.ts';
import { PostgresDialect } from './postgres-dialect.ts';
import { classifyPostgresError, sqlStateOf } from './postgres-errors.ts';
import { findTableObstacles } from './postgres-table-obstacles.ts';

/** Milliseconds that a statement waits for a table that somebody else holds. */
const LOCK_WAIT = 10_000;

const exists = new Set(['42P06', '42P07', '42701', '42710']);

/** Makes and alters tables of one PostgreSQL database: all of a plan, or none of it. */
export class PostgresTableMaker implements TableMaker {
  readonly #database: PostgresDatabase;

  constructor(database: PostgresDatabase) {
    this.#database = database;
  }

  async dialect(): Promise<PostgresDialect> {
    const [types, keywords] = await Promise.all([
      this.#database.rows(
        `SELECT format_type(oid, NULL) AS name FROM pg_type WHERE typtype IN ('b', 'c', 'd', 'm', 'r')
         AND (typname !~ '^_') AND has_type_privilege(oid, 'USAGE')`,
      ),
      this.#database.rows(`SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'`),
    ]);
    return new PostgresDialect({
      types: new Set(types.map((row) => row.name ?? '')),
      keywords: new Set(keywords.map((row) => row.word ?? '')),
    });
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
    let broken = true;
    try {
      await client.query(
        `BEGIN; SET LOCAL search_path = "$user", public; SET LOCAL lock_timeout = ${LOCK_WAIT}`,
      );
      const report = await run(client, statements);
      await client.query(report.failed ? 'ROLLBACK' : 'COMMIT');
      broken = false;
      return report;
    } catch (error) {
      await rollBack(client);
      throw classifyPostgresError(error);
    } finally {
      release(broken);
    }
  }
}

/** Throws only where the connection is at fault. */
async function run(client: pg.ClientBase, statements: readonly string[]): Promise<DdlReport> {
  for (const [at, sql] of statements.entries()) {
    try {
      // The extended protocol takes one statement at a time: what was shown as one cannot be two.
      await client.query({ text: sql, values: [], queryMode: 'extended' } as pg.QueryConfig);
    } catch (error) {
      const { code, message, detail } = refusal(error);
      const failed = { sql, code, message, detail };
      return { ran: [], failed, undone: statements.slice(0, at), left: statements.slice(at + 1) };
    }
  }
  return { ran: [...statements], failed: null, undone: [], left: [] };
}

/** What the server says against a statement, with a code of ours; a fault of the connection is thrown on. */
function refusal(error: unknown): SyncError {
  const said = classifyPostgresError(error);
  const state = sqlStateOf(error);
  if (state === null || /^(08|57)/.test(state)) throw said;
  if (exists.has(state)) return new SyncError('STREAM_EXISTS', said.message, { detail: said.detail });
  if (said.code === 'PRIVILEGE_MISSING' || said.code === 'LOCK_WAIT') return said;
  return new SyncError('DDL_REFUSED', said.message, { detail: said.detail });
}
