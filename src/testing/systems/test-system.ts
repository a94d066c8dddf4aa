import type { Side } from '#core/change/change-event.ts';
import type { Connector } from '#core/ports/connector.ts';
import type { FuzzTable, FuzzValue } from '../fuzz/scenario.ts';
import type { TestDatabase } from '../test-database.ts';

/** What came of a transaction; of one whose connection broke the tables' account alone knows. */
export type Written = 'committed' | 'refused' | 'lost';

/** Somebody who writes over a connection of their own, and connects again when it breaks. */
export interface OutsideWriter {
  /** Runs a whole transaction. @throws what is neither its own constraints' nor a connection's fault. */
  run(sql: string): Promise<Written>;
  close(): Promise<void>;
}

/** A server of a test's own that can be killed and comes back with what it had. */
export interface CrashingServer {
  adminUrl: string;
  /** SIGKILL, whatever goes on; returns when a new one answers at the same port. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** One kind of system as tests see it: how to have a database of it, and how its SQL says things. */
export interface TestSystem {
  /** As its connector is called. */
  readonly id: string;
  readonly connector: Connector;
  readonly dialect: SystemDialect;
  /**
   * A fresh, empty database.
   * @param label shows in its name
   * @param server the administrator's URL of another server than the tests' own
   */
  database(label: string, server?: string): Promise<TestDatabase>;
  /** The connection's settings for a database with this URL. */
  config(url: string): Record<string, unknown>;
  /** How the connector names a table of this database. */
  stream(url: string, table: string): string;
  writer(url: string): OutsideWriter;
  /** Starts a server that a test may kill; null where there is none, and no network either. */
  readonly startServer: (() => Promise<CrashingServer>) | null;
}

/** What the random writes need to say in a system's SQL. Types are named as PostgreSQL names them. */
export interface SystemDialect {
  /** Unique values and references can be checked at the end of a transaction. */
  readonly defers: boolean;
  readonly hasLists: boolean;
  /** Begins a transaction that may write. */
  readonly begin: string;
  /** The value as a literal, fit for a column of this type. */
  literal(value: FuzzValue, type: string): string;
  /** Nothing happens where the key is taken. */
  insert(row: { table: string; columns: string[]; values: string[]; keys: string[] }): string;
  /** Two rows exchange a value by way of NULL. */
  swap(request: { table: string; column: string; first: string; second: string }): string;
  /** A transaction that empties a table, at once where the system can, and then runs these statements. */
  truncate(table: string, then: string[]): string;
  /**
   * The tables of one side, and `fuzz_audit (tbl, op, key, new_key)`, which keeps account of every row that
   * somebody else than the engine changed, of what the database did to other rows of its own accord, and of
   * truncations, without a key.
   */
  schema(tables: FuzzTable[], side: Side): string;
  /** Rows that are there at the beginning; what constraints refuse is not there. */
  initial(rows: string[], tables: FuzzTable[], side: Side): string;
  /** A query whose rows are others once anything of the rows with an id from `from` on was written. */
  bystanders(table: string, id: string, from: number): string;
  /** The column as the text that the connector reads. */
  text(column: string, type: string): string;
}
