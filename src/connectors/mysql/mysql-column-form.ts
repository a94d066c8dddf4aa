import type { MysqlConfig } from './mysql-manifest.ts';

/** One column as information_schema tells it. */
export type CatalogColumn = {
  name: string;
  /** The default as SQL; null where there is none. */
  default: string | null;
  nullable: boolean;
  /** The type's first word, e.g. `bigint`. */
  dataType: string;
  /** The exact type, e.g. `bigint(20) unsigned`. */
  columnType: string;
  /** Characters, or bytes of a binary type, at most. */
  maxLength: string | null;
  precision: number | null;
  scale: number | null;
  /** Digits of the second's fraction. */
  fraction: number;
  charset: string | null;
  collation: string | null;
  extra: string;
  comment: string;
  /** MariaDB's JSON: a longtext that is checked. */
  json: boolean;
};

/**
 * How a column's values are spelled, read, written and compared. Every part that handles values
 * (snapshot, log, writes, digests) goes by this one word.
 */
export type ColumnForm =
  | {
      kind:
        | 'whole'
        | 'boolean'
        | 'year'
        | 'bits'
        | 'decimal'
        | 'float32'
        | 'float64'
        | 'date'
        | 'text'
        | 'json'
        | 'uuid'
        | 'inet'
        /** Bytes that only MySQL understands: geometries, vectors. */
        | 'opaque';
    }
  | { kind: 'time' | 'duration' | 'timestamp' | 'timestamptz'; precision: number }
  /** `pad`: the length to which zero bytes fill the value up. */
  | { kind: 'bytes'; pad: number | null }
  | { kind: 'enum' | 'set'; labels: string[] };

/** Which fields are read otherwise than their type alone says (see the connection's settings). */
export type FieldChoices = Pick<MysqlConfig, 'zeroDates' | 'numberFields' | 'durationFields'>;

/** @param table name of the column's table, by which the settings call its fields */
export function columnForm(table: string, column: CatalogColumn, choices: FieldChoices): ColumnForm {
  const { dataType, columnType } = column;
  switch (dataType) {
    case 'tinyint':
      return /^tinyint\(1\)(?! unsigned zerofill)/.test(columnType) &&
        !isListed(choices.numberFields, table, column.name)
        ? { kind: 'boolean' }
        : { kind: 'whole' };
    case 'smallint':
    case 'mediumint':
    case 'int':
    case 'bigint':
      return { kind: 'whole' };
    case 'bit':
      return { kind: columnType === 'bit(1)' ? 'boolean' : 'bits' };
    case 'float':
      return { kind: 'float32' };
    case 'double':
      return { kind: 'float64' };
    case 'decimal':
    case 'date':
    case 'year':
    case 'uuid':
    case 'json':
      return { kind: dataType };
    case 'time':
      return {
        kind: isListed(choices.durationFields, table, column.name) ? 'duration' : 'time',
        precision: column.fraction,
      };
    case 'datetime':
      return { kind: 'timestamp', precision: column.fraction };
    case 'timestamp':
      return { kind: 'timestamptz', precision: column.fraction };
    case 'binary':
      return { kind: 'bytes', pad: Number(column.maxLength) };
    case 'varbinary':
    case 'tinyblob':
    case 'blob':
    case 'mediumblob':
    case 'longblob':
      return { kind: 'bytes', pad: null };
    case 'enum':
    case 'set':
      return { kind: dataType, labels: labelsOf(columnType) };
    case 'inet4':
    case 'inet6':
      return { kind: 'inet' };
    default:
      if (column.json) return { kind: 'json' };
      return { kind: column.charset === null ? 'opaque' : 'text' };
  }
}

/** Does a setting such as `orders.stars, people.*` name the field? */
export function isListed(list: string | undefined, table: string, field: string): boolean {
  return (list ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .some((entry) => entry === '*' || entry === `${table}.*` || entry === `${table}.${field}`);
}

/** The labels of `enum('a','b''c')`, in order; a backslash and controls are told by a backslash in front. */
function labelsOf(columnType: string): string[] {
  return [...columnType.matchAll(/'((?:[^'\\]|''|\\[\s\S])*)'/g)].map(([, label]) =>
    label!.replace(/''|\\([\s\S])/g, (_, escaped?: string) =>
      escaped === undefined ? "'" : (controls[escaped] ?? escaped),
    ),
  );
}

const controls: Record<string, string> = { '0': '\0', n: '\n', r: '\r' };
