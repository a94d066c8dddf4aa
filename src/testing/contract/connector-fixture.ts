import type { Connector } from '#core/ports/connector.ts';
import type { Row } from '#core/values/value.ts';

/** A write by somebody other than Syncline. */
export type OutsideWrite =
  | { op: 'insert'; stream: string; row: Row }
  | { op: 'update'; stream: string; key: Row; set: Row }
  | { op: 'delete'; stream: string; key: Row }
  | { op: 'truncate'; stream: string };

/**
 * A fresh system for the contract suite, with two empty streams whose log tells whole old rows:
 *
 * - `people`: `id` 32-bit integer key, `name` text, `email` text unique, `age` 32-bit integer not below
 *   zero, `note` text; everything but the key nullable.
 * - `lines`: `order_id` and `line` 32-bit integers, together the key, and `quantity` 32-bit integer.
 */
export type ConnectorFixture = {
  connector: Connector;
  config: Record<string, unknown>;
  people: string;
  lines: string;
  /** False for a system that knows no truncation: all rows are deleted one by one then. */
  truncates?: false;
  /** Commits these writes as one transaction. */
  write(writes: OutsideWrite[]): Promise<void>;
  /** Every row of a stream, in key order. */
  rows(stream: string): Promise<Row[]>;
  close(): Promise<void>;
};
