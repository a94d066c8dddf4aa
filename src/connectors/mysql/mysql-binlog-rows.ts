import type { ChangeOp } from '#core/change/change-event.ts';
import type { Image, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { inflateEvent } from './mysql-binlog-compressed.ts';
import type { BinlogCursor } from './mysql-binlog-cursor.ts';
import type { ColumnReader } from './mysql-column-reader.ts';

/** Rows of one table, still as the log has them; the cursor stands behind the table's number. */
export type BinlogRows = {
  op: ChangeOp;
  /** The table's number, as its map had it. */
  table: number;
  /** Newer row events have a part of their own before the columns. */
  hasExtra: boolean;
  compressed: boolean;
};

/** How to read one mapped column: into which field, or past it where `name` is null. */
export type ReadColumn = { name: string | null; read: ColumnReader };

/**
 * Reads every row of the event. A column that the log left out (`binlog_row_image` is not FULL) is missing from
 * `before` and undefined in `after`, unless the other image tells it.
 */
export function readRows(
  { op, hasExtra, compressed }: BinlogRows,
  cursor: BinlogCursor,
  columns: readonly ReadColumn[],
  receive: (before: Image | null, after: Image | null) => void,
): void {
  cursor.at += 2;
  if (hasExtra) {
    const size = cursor.uint16();
    cursor.at += size - 2;
  }
  const count = cursor.lengthEncoded();
  const present = readPresent(cursor, columns, count);
  const presentAfter = op === 'update' ? readPresent(cursor, columns, count) : present;
  if (present.length + presentAfter.length === 0) throw new Error('A row event without any column');
  const whole = present.length === count && presentAfter.length === count;
  const rows = compressed ? uncompressed(cursor) : cursor;
  while (rows.at < rows.end) {
    if (op === 'insert') receive(null, withUnknown(readImage(rows, present), null, columns, whole));
    else if (op === 'delete') receive(readImage(rows, present), null);
    else {
      const before = readImage(rows, present);
      const after = readImage(rows, presentAfter);
      receive(before, withUnknown(after, before, columns, whole));
    }
  }
}

function uncompressed(cursor: BinlogCursor): BinlogCursor {
  return cursor.over(inflateEvent(cursor));
}

/** The columns that the event's images hold. */
function readPresent(
  cursor: BinlogCursor,
  columns: readonly ReadColumn[],
  count: number,
): readonly ReadColumn[] {
  const bits = cursor.bytes((count + 7) >> 3);
  const present = columns.filter((_, i) => ((bits[i >> 3] as number) >> (i & 7)) & 1);
  return present.length === columns.length ? columns : present;
}

function readImage(cursor: BinlogCursor, columns: readonly ReadColumn[]): Image {
  const { buffer } = cursor;
  const nulls = cursor.at;
  cursor.at = nulls + ((columns.length + 7) >> 3);
  const image: Record<string, Value> = {};
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] as ReadColumn;
    const isNull = (((buffer[nulls + (i >> 3)] as number) >> (i & 7)) & 1) === 1;
    const value = isNull ? null : column.read(cursor);
    if (column.name !== null) put(image, column.name, value);
  }
  return image;
}

function withUnknown(
  after: Image,
  before: Image | null,
  columns: readonly ReadColumn[],
  whole: boolean,
): Image {
  if (whole) return after;
  for (const { name } of columns)
    if (name !== null && !Object.hasOwn(after, name)) put(after, name, before?.[name]);
  return after;
}
