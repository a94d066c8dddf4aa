import { floatText } from '#core/values/float-text.ts';
import type { Value } from '#core/values/value.ts';
import { readBinaryJson } from './mysql-binary-json.ts';
import { inflateValue } from './mysql-binlog-compressed.ts';
import type { BinlogCursor } from './mysql-binlog-cursor.ts';
import { decimalReader } from './mysql-binlog-decimal.ts';
import { ColumnType, type MappedColumn } from './mysql-binlog-table-map.ts';
import {
  datetimeReader,
  readDate,
  readOldDatetime,
  readOldTime,
  readOldTimestamp,
  timeReader,
  timestampReader,
} from './mysql-binlog-times.ts';
import type { TextReader } from './mysql-charset.ts';
import type { ColumnForm } from './mysql-column-form.ts';
import type { TableColumn } from './mysql-table.ts';
import { textReader as valueTextReader } from './mysql-value-text.ts';

/** Reads one value that is not null, and leaves the cursor behind it. */
export type ColumnReader = (cursor: BinlogCursor) => Value;

/** What the reader must know of a column beside what the log says of it. */
export type KnownColumn = Pick<TableColumn, 'name' | 'form' | 'unsigned' | 'charset' | 'zeroDates'> & {
  nativeType: string;
};

/**
 * Makes the reader for a column as the log maps it. Its texts are those that a query of this connector gives.
 *
 * @param text of the column's charset.
 */
export function columnReader(mapped: MappedColumn, column: KnownColumn, text: TextReader): ColumnReader {
  const read = plainReader(mapped, column, text);
  const { kind } = column.form;
  if (kind !== 'boolean' && kind !== 'date' && kind !== 'timestamp' && kind !== 'timestamptz') return read;
  const show = valueTextReader({ ...column, zerofill: false });
  return show === null ? read : (cursor) => show(read(cursor));
}

/** Reads past a column of which nothing is known but what the log says. */
export function skipReader(mapped: MappedColumn): ColumnReader {
  const form: ColumnForm =
    mapped.type === ColumnType.enum || mapped.type === ColumnType.set
      ? { kind: 'set', labels: [] }
      : { kind: 'opaque' };
  return plainReader(mapped, { ...nobody, form }, noText);
}

const nobody = { name: '', nativeType: '', unsigned: false, charset: null, zeroDates: 'keep' } as const;

const noText: TextReader = (cursor, length) => {
  cursor.at += length;
  return '';
};

type TextOf = (cursor: BinlogCursor) => string;

function plainReader(
  { type, meta }: Pick<MappedColumn, 'type' | 'meta'>,
  column: KnownColumn,
  text: TextReader,
): TextOf {
  switch (type) {
    case ColumnType.tiny:
    case ColumnType.short:
    case ColumnType.int24:
    case ColumnType.long:
    case ColumnType.longlong:
      return wholeReader(type, column.unsigned);
    case ColumnType.float:
      return (cursor) => float32Text(cursor.bytes(4).readFloatLE(0));
    case ColumnType.double:
      return (cursor) => floatText(String(cursor.bytes(8).readDoubleLE(0)), 64);
    case ColumnType.newdecimal:
      return decimalReader(meta >> 8, meta & 255);
    case ColumnType.year:
      return (cursor) => yearText(cursor.uint8());
    case ColumnType.date:
    case ColumnType.newdate:
      return readDate;
    case ColumnType.datetime2:
      return datetimeReader(meta);
    case ColumnType.timestamp2:
      return timestampReader(meta);
    case ColumnType.time2:
      return timeReader(meta);
    case ColumnType.datetime:
      return readOldDatetime;
    case ColumnType.timestamp:
      return readOldTimestamp;
    case ColumnType.time:
      return readOldTime;
    case ColumnType.bit:
      return bitReader((meta + 7) >> 3);
    case ColumnType.enum:
      return enumReader(column, meta);
    case ColumnType.set:
      return setReader(column, meta);
    case ColumnType.json:
      return (cursor) => readBinaryJson(cursor.bytes(cursor.uint(meta)));
    default:
      return stringReader({ type, meta }, column, text);
  }
}

const widths: Record<number, number> = {
  [ColumnType.tiny]: 1,
  [ColumnType.short]: 2,
  [ColumnType.int24]: 3,
  [ColumnType.long]: 4,
};

function wholeReader(type: number, unsigned: boolean): TextOf {
  const width = widths[type];
  if (width === undefined) return unsigned ? readUint64 : readInt64;
  if (unsigned) return (cursor) => String(cursor.uint(width));
  const shift = 32 - width * 8;
  return (cursor) => String((cursor.uint(width) << shift) >> shift);
}

const LARGEST_HIGH = 2 ** 21;

function readUint64(cursor: BinlogCursor): string {
  const low = cursor.uint32();
  const high = cursor.uint32();
  if (high < LARGEST_HIGH) return String(high * 4_294_967_296 + low);
  return String((BigInt(high) << 32n) | BigInt(low));
}

function readInt64(cursor: BinlogCursor): string {
  const low = cursor.uint32();
  const high = cursor.uint32() | 0;
  if (high < LARGEST_HIGH && high >= -LARGEST_HIGH) return String(high * 4_294_967_296 + low);
  return String((BigInt(high) << 32n) | BigInt(low));
}

/** Counted from 1900; 0 is the year 0. */
function yearText(year: number): string {
  return year === 0 ? '0' : String(year + 1900);
}

function float32Text(value: number): string {
  // Whole numbers and few digits, as most are: no search for the shortest text.
  const rounded = Math.round(value);
  if (rounded === value && Math.abs(value) < 100_000 && value !== 0) return String(value);
  return floatText(String(value), 32);
}

/** Big-endian, as a number. */
function bitReader(bytes: number): TextOf {
  if (bytes <= 6) return (cursor) => String(cursor.bigEndian(bytes));
  return (cursor) => {
    const high = BigInt(cursor.bigEndian(bytes - 4));
    return String((high << 32n) | BigInt(cursor.bigEndian(4)));
  };
}

/** Numbered from 1; 0 is the empty text that stands for what was refused. */
function enumReader(column: KnownColumn, bytes: number): TextOf {
  const labels = ['', ...labelsOf(column)];
  return (cursor) => labels[cursor.uint(bytes)] as string;
}

function setReader(column: KnownColumn, bytes: number): TextOf {
  const labels = labelsOf(column);
  return (cursor) => {
    const members: string[] = [];
    for (const [i, bits] of [...cursor.bytes(bytes)].entries()) {
      for (let bit = 0; bit < 8; bit++) if ((bits >> bit) & 1) members.push(labels[i * 8 + bit] as string);
    }
    return members.join(',');
  };
}

function labelsOf({ form }: KnownColumn): string[] {
  return 'labels' in form ? form.labels : [];
}

function stringReader(
  { type, meta }: Pick<MappedColumn, 'type' | 'meta'>,
  column: KnownColumn,
  text: TextReader,
): TextOf {
  const lengthBytes = isBlob(type) ? meta : meta > 255 ? 2 : 1;
  if (type === ColumnType.blobCompressed || type === ColumnType.varcharCompressed) {
    return compressedReader(lengthBytes, column, text);
  }
  if (column.charset !== null) return (cursor) => text(cursor, cursor.uint(lengthBytes));
  const { form } = column;
  if (form.kind === 'uuid') {
    const old = /\bold\b/.test(column.nativeType);
    return (cursor) => uuidText(padded(cursor, lengthBytes, 16), old);
  }
  if (form.kind === 'inet') {
    return meta === 4
      ? (cursor) => padded(cursor, lengthBytes, 4).join('.')
      : (cursor) => inet6Text(padded(cursor, lengthBytes, 16));
  }
  if (form.kind === 'bytes' && form.pad !== null) {
    const { pad } = form;
    return (cursor) => `\\x${padded(cursor, lengthBytes, pad).toString('hex')}`;
  }
  return (cursor) => `\\x${cursor.bytes(cursor.uint(lengthBytes)).toString('hex')}`;
}

function isBlob(type: number): boolean {
  return type === ColumnType.blob || type === ColumnType.geometry || type === ColumnType.blobCompressed;
}

function compressedReader(lengthBytes: number, column: KnownColumn, text: TextReader): TextOf {
  return (cursor) => {
    const bytes = inflateValue(cursor.bytes(cursor.uint(lengthBytes)));
    if (column.charset === null) return `\\x${bytes.toString('hex')}`;
    return text(cursor.over(bytes), bytes.length);
  };
}

/** The log leaves zeros at the end out. */
function padded(cursor: BinlogCursor, lengthBytes: number, width: number): Buffer {
  const bytes = cursor.bytes(cursor.uint(lengthBytes));
  if (bytes.length === width) return bytes;
  return Buffer.concat([bytes, Buffer.alloc(width - bytes.length)]);
}

/**
 * MariaDB's first releases with the type kept the parts of a UUID in the opposite order, unless its version says that
 * it begins with its time; a column that they made has the word `old` in its type (MariaDB, plugin/type_uuid).
 */
function uuidText(bytes: Buffer, old: boolean): string {
  const asIs = !old || (bytes[6] as number) >= 0x60;
  const hex = bytes.toString('hex');
  const part = (from: number, to: number) => hex.slice(from * 2, to * 2);
  if (asIs) return [part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 16)].join('-');
  return [part(12, 16), part(10, 12), part(8, 10), part(6, 8), part(0, 6)].join('-');
}

/** As the C library prints it: the longest run of zero groups is `::`, and embedded IPv4 is told by its dots. */
function inet6Text(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2));
  const run = longestZeros(groups);
  const embedded = run.from === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff));
  const words = groups.map((group) => group.toString(16));
  if (embedded) words.splice(6, 2, bytes.subarray(12).join('.'));
  if (run.length < 2) return words.join(':');
  return `${words.slice(0, run.from).join(':')}::${words.slice(run.from + run.length).join(':')}`;
}

function longestZeros(groups: number[]): { from: number; length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < groups.length; from++) {
    let length = 0;
    while (groups[from + length] === 0) length++;
    if (length > best.length) best = { from, length };
  }
  return best;
}
