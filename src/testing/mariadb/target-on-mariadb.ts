import { afterAll, beforeAll } from 'vitest';
import { mysqlConnector } from '#connectors/mysql/index.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Write, WriteOutcome } from '#core/ports/target.ts';
import type { Row } from '#core/values/value.ts';
import { applyWrites } from '../contract/apply-writes.ts';
import type { TestDatabase } from '../test-database.ts';
import { mariadbDatabase } from './mariadb-database.ts';

const TAG = 't/right';

/** A database of the test file's own, and a session that writes to it; both are there from its first test to its last. */
export interface TargetOnMariadb {
  readonly database: TestDatabase;
  readonly session: ConnectorSession;
  apply(...writes: Write[]): Promise<WriteOutcome[]>;
  /** Rows as texts, whatever the driver makes of a number. */
  rows(sql: string): Promise<string[]>;
}

/** @param label shows in the database's name */
export function targetOnMariadb(label: string): TargetOnMariadb {
  let database: TestDatabase;
  let session: ConnectorSession;
  beforeAll(async () => {
    database = await mariadbDatabase(label);
    session = mysqlConnector.open({ url: database.url });
    await session.target.prepare([TAG]);
  });
  afterAll(async () => {
    await session.close();
    await database.close();
  });
  return {
    get database() {
      return database;
    },
    get session() {
      return session;
    },
    apply: (...writes) => applyWrites(session.target, writes),
    rows: async (sql) => (await database.query(sql)).map((row) => Object.values(row).map(String).join(' ')),
  };
}

/** A write under the tag that the target is prepared for. */
export function write(op: Write['op'], stream: string, key: Row, set: Row, guard: Row | null = null): Write {
  return { tag: TAG, stream, op, key, set, guard };
}
