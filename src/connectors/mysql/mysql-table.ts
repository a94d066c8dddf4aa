import type { Field } from '#core/values/stream-schema.ts';
import type { ColumnForm } from './mysql-column-form.ts';
import type { ZeroDates } from './mysql-manifest.ts';
import { quoteName, type TableName } from './mysql-names.ts';

/** One column, as statements and the log's reader need it. */
export type TableColumn = {
  name: string;
  quoted: string;
  form: ColumnForm;
  /** The field that it is to everybody else. */
  field: Field;
  nullable: boolean;
  unsigned: boolean;
  /** The server fills the printed number up with zeros. */
  zerofill: boolean;
  /** Of a text; null where it has none. */
  charset: string | null;
  collation: string | null;
  zeroDates: ZeroDates;
  /** The server fills it in on every update that does not set it. */
  touchedByUpdate: boolean;
  autoIncrement: boolean;
  /** The default as SQL; null where there is none. */
  default: string | null;
};

/** A unique index. */
export type UniqueSet = { name: string; fields: string[] };

export type ForeignKey = {
  fields: string[];
  parent: string;
  parentFields: string[];
  /** A delete or a changed key of the parent changes or deletes rows of this table. */
  cascades: boolean;
};

/** A table, as statements need it. */
export type Table = {
  stream: string;
  name: TableName;
  quoted: string;
  engine: string;
  /** Every column, in the order in which the log has them. */
  columns: Map<string, TableColumn>;
  /** Fields of the primary key, in order; empty where there is none. */
  key: string[];
  /** Every unique index over whole columns, the primary key first. */
  uniqueSets: UniqueSet[];
  foreignKeys: ForeignKey[];
  rowEstimate: number | null;
};

/** The unique index that holds exactly these columns, so that a key finds at most one row; undefined where none does. */
export function uniqueIndexOf(table: Table, key: string[]): UniqueSet | undefined {
  return table.uniqueSets.find(
    ({ fields }) => fields.length === key.length && fields.every((field) => key.includes(field)),
  );
}

/**
 * The table as `t`, found by this key. Where an index holds the key it is named, since the server would
 * rather read a small table as a whole, and lock rows that are none of ours.
 */
export function keyedTable(table: Table, key: string[]): string {
  const index = uniqueIndexOf(table, key);
  return `${table.quoted} AS t${index ? ` FORCE INDEX (${quoteName(index.name)})` : ''}`;
}
