import type * as Writing from '#core/writing/write-group.ts';
import { quoteName, type TableName } from './postgres-names.ts';

/** How two values of a column are compared for equality. */
export type Equality = 'operator' | 'text' | 'bytes';

/** One column, as statements need it. */
export type TableColumn = {
  name: string;
  /** Its number in the table, which no other column ever gets. */
  number: number;
  quoted: string;
  /** Exact type with its length or precision, e.g. `character varying(120)`. */
  nativeType: string;
  /**
   * The type to cast a text to: qualified, without length or precision, the base type of a domain.
   * An explicit cast to `varchar(3)` would cut the text silently; the assignment to the column refuses it.
   */
  castType: string;
  /** `operator`: the type's own equality; `text`: by printed form; `bytes`: text, whatever the collation. */
  equality: Equality;
  /** One of the server's own number types. */
  numeric: boolean;
  /** The type's category in pg_type, e.g. `S` for strings, `N` for numbers, `D` for dates. */
  category: string;
  /** Schema of the type's comparison operators. */
  operatorSchema: string;
  /** ` COLLATE …` for a column that does not have its database's collation, else empty. */
  collate: string;
  nullable: boolean;
  identityAlways: boolean;
};

/** A unique index over whole columns. */
export type UniqueSet = {
  fields: string[];
  /** `NULLS NOT DISTINCT`. */
  nullsEqual: boolean;
};

export type ForeignKey = { fields: string[]; parent: string; parentFields: string[] };

/** A table, as statements need it. */
export type Table = {
  stream: string;
  oid: string;
  name: TableName;
  quoted: string;
  columns: Map<string, TableColumn>;
  /** Column sets that `ON CONFLICT` can name. */
  uniqueKeys: string[][];
  /** Every unique index without a condition, deferrable ones too. */
  uniqueSets: UniqueSet[];
  foreignKeys: ForeignKey[];
  /** Constraints or triggers that can wait until the end of the transaction. */
  deferrable: boolean;
};

export type WriteShape = Writing.WriteShape<Table>;
export type WriteGroup = Writing.WriteGroup<Table>;

/** Whether `ON CONFLICT` can name exactly these columns. */
export function isUniqueKey(table: Table, fields: string[]): boolean {
  return table.uniqueKeys.some(
    (key) => key.length === fields.length && key.every((field) => fields.includes(field)),
  );
}

/** `a = b` in the type's own operator, whatever the search path. */
export function keyEquals(column: TableColumn, left: string, right: string): string {
  return `${left} ${operator(column, '=')} ${right}`;
}

/** Its type or collation takes several texts for one: `citext`, a collation that is not deterministic. */
export function foldsTexts({ equality, castType }: TableColumn): boolean {
  return equality === 'bytes' || castType.endsWith('."citext"');
}

/** The type's own comparison operator, qualified where it lies outside pg_catalog. */
export function operator(column: TableColumn, sign: '=' | '<' | '<=' | '>' | '>='): string {
  return column.operatorSchema === 'pg_catalog'
    ? sign
    : `OPERATOR(${quoteName(column.operatorSchema)}.${sign})`;
}

/** The text parameter `text` as a value of the column's type, in its collation. */
export function castTo(column: TableColumn, text: string): string {
  return `${text}::${column.castType}${column.collate}`;
}
