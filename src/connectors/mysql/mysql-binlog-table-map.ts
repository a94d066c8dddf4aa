import type { BinlogCursor } from './mysql-binlog-cursor.ts';

/** A column as the log describes it before rows of its table. */
export type MappedColumn = {
  /** The type's number in the protocol; that of strings, enums and sets is the real one. */
  type: number;
  /** What the type needs beside: a length, a precision, digits of a fraction; see `readMeta`. */
  meta: number;
  nullable: boolean;
  /** Its name, where the server logs names (`binlog_row_metadata = FULL`). */
  name: string | null;
};

/** A table as the log describes it: valid until the number is given to another description. */
export type TableMap = {
  /** The table's number in the log, which changes with its definition. */
  id: number;
  schema: string;
  table: string;
  columns: MappedColumn[];
};

export const ColumnType = {
  decimal: 0,
  tiny: 1,
  short: 2,
  long: 3,
  float: 4,
  double: 5,
  null: 6,
  timestamp: 7,
  longlong: 8,
  int24: 9,
  date: 10,
  time: 11,
  datetime: 12,
  year: 13,
  newdate: 14,
  varchar: 15,
  bit: 16,
  timestamp2: 17,
  datetime2: 18,
  time2: 19,
  blobCompressed: 140,
  varcharCompressed: 141,
  json: 245,
  newdecimal: 246,
  enum: 247,
  set: 248,
  tinyBlob: 249,
  mediumBlob: 250,
  longBlob: 251,
  blob: 252,
  varString: 253,
  string: 254,
  geometry: 255,
} as const;

const COLUMN_NAMES = 4;

/** Reads the body of a TABLE_MAP event (MySQL, libs/mysql/binlog/event/rows_event.h, Table_map_event). */
export function readTableMap(cursor: BinlogCursor): TableMap {
  const id = cursor.uint48();
  cursor.at += 2;
  const schema = name(cursor);
  const table = name(cursor);
  const count = cursor.lengthEncoded();
  const types = [...cursor.bytes(count)];
  const metaEnd = cursor.lengthEncoded() + cursor.at;
  const columns: MappedColumn[] = types.map((type) => ({
    ...readMeta(cursor, type),
    nullable: true,
    name: null,
  }));
  cursor.at = metaEnd;
  const nullable = cursor.bytes((count + 7) >> 3);
  for (const [i, column] of columns.entries()) {
    column.nullable = (((nullable[i >> 3] as number) >> (i & 7)) & 1) === 1;
  }
  while (cursor.at < cursor.end) {
    const field = cursor.uint8();
    const end = cursor.lengthEncoded() + cursor.at;
    if (field === COLUMN_NAMES) {
      for (const column of columns) column.name = cursor.utf8(cursor.lengthEncoded());
    }
    cursor.at = end;
  }
  return { id, schema, table, columns };
}

/** Length and text, with a zero behind it. */
function name(cursor: BinlogCursor): string {
  const text = cursor.utf8(cursor.uint8());
  cursor.at += 1;
  return text;
}

function readMeta(cursor: BinlogCursor, type: number): { type: number; meta: number } {
  switch (type) {
    case ColumnType.string:
    case ColumnType.enum:
    case ColumnType.set:
      return stringMeta(cursor.uint8(), cursor.uint8());
    case ColumnType.newdecimal:
      // Precision, then scale.
      return { type, meta: (cursor.uint8() << 8) | cursor.uint8() };
    case ColumnType.varchar:
    case ColumnType.varString:
    case ColumnType.varcharCompressed:
      // The longest text in bytes.
      return { type, meta: cursor.uint16() };
    case ColumnType.bit: {
      const bits = cursor.uint8();
      return { type, meta: cursor.uint8() * 8 + bits };
    }
    case ColumnType.float:
    case ColumnType.double:
    case ColumnType.blob:
    case ColumnType.blobCompressed:
    case ColumnType.json:
    case ColumnType.geometry:
    case ColumnType.timestamp2:
    case ColumnType.datetime2:
    case ColumnType.time2:
      // Bytes of the length, or digits of the fraction.
      return { type, meta: cursor.uint8() };
    default:
      return { type, meta: 0 };
  }
}

/** Two bits of a length above 255 hide in the type's number, inverted. */
function stringMeta(real: number, length: number): { type: number; meta: number } {
  if ((real & 0x30) === 0x30) return { type: real, meta: length };
  return { type: real | 0x30, meta: length | (((real & 0x30) ^ 0x30) << 4) };
}
