import { SyncError } from '#core/errors/sync-error.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Field } from '#core/values/stream-schema.ts';
import type { Value } from '#core/values/value.ts';
import type { Raw } from './sqlite-literal.ts';

/** One column, as statements need it. */
export type TableColumn = {
  name: string;
  quoted: string;
  /** The type as it was declared; empty where there is none. */
  declared: string;
  type: NeutralType;
  nullable: boolean;
  /** Its default, as SQL; null where it has none. */
  defaultSql: string | null;
  /** Computed by SQLite. */
  generated: boolean;
  /** The collation of the key or unique set that it is in: `BINARY`, `NOCASE`, `RTRIM` or one of the program's own. */
  collation: string;
  /** As introspection shows it. */
  field: Field;
  decode(raw: Raw): Value;
  /** Throws SyncError `VALUE_INVALID`. */
  encode(value: Value): Raw;
};

export type ForeignKey = { fields: string[]; parent: string; parentFields: string[] };

/** A table, as statements need it. */
export type Table = {
  stream: string;
  /** As the file spells it. */
  name: string;
  quoted: string;
  columns: Map<string, TableColumn>;
  key: string[];
  /** The column that is the row's number (INTEGER PRIMARY KEY), if one is. */
  rowNumber: string | null;
  autoincrement: boolean;
  withoutRowid: boolean;
  strict: boolean;
  /** Every unique set without a condition, the key among them. */
  uniqueSets: string[][];
  /** Unique indexes over a part of the rows, or over expressions. */
  otherUniques: string[];
  foreignKeys: ForeignKey[];
  /** A reference may wait until the commit (DEFERRABLE INITIALLY DEFERRED). */
  deferred: boolean;
};

/** A key's text as SQLite is asked for it: one that the column could not hold finds nothing. */
export function encodeKey(column: TableColumn, value: Value): Raw {
  try {
    return column.encode(value);
  } catch (error) {
    if (error instanceof SyncError) return value;
    throw error;
  }
}
