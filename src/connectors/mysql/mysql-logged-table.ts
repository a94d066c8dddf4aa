import type { ReadColumn } from './mysql-binlog-rows.ts';
import { ColumnType, type MappedColumn, type TableMap } from './mysql-binlog-table-map.ts';
import { type TextReader, textReader } from './mysql-charset.ts';
import { columnReader, skipReader } from './mysql-column-reader.ts';
import type { ZeroDates } from './mysql-manifest.ts';
import type { Table, TableColumn } from './mysql-table.ts';

/** A column as the log's reader keeps it: stored with a feed, since the log itself may not name its columns. */
export type LoggedColumn = Pick<TableColumn, 'name' | 'form' | 'unsigned' | 'charset'> & {
  nativeType: string;
};

/** What the log's reader keeps of a table's columns, in their order. */
export function loggedColumns(table: Table): LoggedColumn[] {
  return [...table.columns.values()].map(({ name, form, unsigned, charset, field }) => ({
    name,
    form,
    unsigned,
    charset,
    nativeType: field.nativeType,
  }));
}

/** Are they the same columns, in the same order, whatever the settings make of them? */
export function sameColumns(a: readonly LoggedColumn[], b: readonly LoggedColumn[]): boolean {
  const facts = (columns: readonly LoggedColumn[]) =>
    JSON.stringify(columns.map(({ name, nativeType, charset }) => [name, nativeType, charset]));
  return facts(a) === facts(b);
}

/**
 * How to read rows of the mapped table as rows of these columns; null where it is not a table of these columns.
 * Columns are found by name where the log names them, else by place: the log may be behind or before a change
 * that added or dropped columns at the end.
 */
export function readColumns(
  map: TableMap,
  columns: readonly LoggedColumn[],
  zeroDates: ZeroDates,
  charsets: ReadonlyMap<string, string>,
): ReadColumn[] | null {
  const named = map.columns.some(({ name }) => name !== null);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const read: ReadColumn[] = [];
  for (const [i, mapped] of map.columns.entries()) {
    const column = named ? byName.get(mapped.name as string) : columns[i];
    if (column === undefined) read.push({ name: null, read: skipReader(mapped) });
    else if (!fits(mapped, column)) return null;
    else {
      const text = column.charset === null ? noText : textReader(column.charset, charsets);
      read.push({ name: column.name, read: columnReader(mapped, { ...column, zeroDates }, text) });
    }
  }
  return read;
}

const noText: TextReader = () => {
  throw new Error('A text without a charset');
};

const strings = [ColumnType.string, ColumnType.varchar, ColumnType.varString, ColumnType.varcharCompressed];
const blobs = [ColumnType.blob, ColumnType.blobCompressed];

/** The log's numbers of the types, by the first word of the native type. */
const numbers: Record<string, readonly number[]> = {
  tinyint: [ColumnType.tiny],
  smallint: [ColumnType.short],
  mediumint: [ColumnType.int24],
  int: [ColumnType.long],
  bigint: [ColumnType.longlong],
  float: [ColumnType.float],
  double: [ColumnType.double],
  decimal: [ColumnType.newdecimal],
  year: [ColumnType.year],
  date: [ColumnType.date, ColumnType.newdate],
  datetime: [ColumnType.datetime2, ColumnType.datetime],
  timestamp: [ColumnType.timestamp2, ColumnType.timestamp],
  time: [ColumnType.time2, ColumnType.time],
  bit: [ColumnType.bit],
  enum: [ColumnType.enum],
  set: [ColumnType.set],
  json: [ColumnType.json, ...blobs],
  char: strings,
  varchar: strings,
  binary: strings,
  varbinary: strings,
  uuid: strings,
  inet4: strings,
  inet6: strings,
  tinytext: blobs,
  text: blobs,
  mediumtext: blobs,
  longtext: blobs,
  tinyblob: blobs,
  blob: blobs,
  mediumblob: blobs,
  longblob: blobs,
};

function fits({ type, meta }: MappedColumn, { nativeType }: LoggedColumn): boolean {
  const word = /^\w+/.exec(nativeType)?.[0] ?? '';
  if (!(numbers[word]?.includes(type) ?? true)) return false;
  const sizes = /\((\d+)(?:,(\d+))?\)/.exec(nativeType);
  const [size, scale] = [Number(sizes?.[1] ?? 0), Number(sizes?.[2] ?? 0)];
  if (type === ColumnType.newdecimal) return meta === ((size << 8) | scale);
  if (type === ColumnType.bit) return meta === size;
  const isTime = type === ColumnType.time2 || type === ColumnType.datetime2 || type === ColumnType.timestamp2;
  return !isTime || meta === size;
}
