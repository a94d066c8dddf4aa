import type { PlacedWrite, WriteShape } from '#core/writing/write-group.ts';
import type { Answer } from './mysql-database.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import type { Table } from './mysql-table.ts';

/** The connection on which writes run, inside their transaction. */
export type WriteConnection = {
  dialect: MysqlDialect;
  /** Runs statements (with `;` between) and gives the last one's answer; waits for locks for a moment. */
  run(sql: string): Promise<Answer>;
};

/** Writes of one shape that fit one statement. */
export type Piece = { shape: WriteShape<Table>; items: PlacedWrite[] };
