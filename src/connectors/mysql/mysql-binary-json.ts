import { floatText } from '#core/values/float-text.ts';
import { BinlogCursor } from './mysql-binlog-cursor.ts';
import { decimalReader } from './mysql-binlog-decimal.ts';

/** Kinds of values in MySQL's binary JSON (MySQL, sql-common/json_binary.h). */
const Kind = {
  smallObject: 0,
  largeObject: 1,
  smallArray: 2,
  largeArray: 3,
  literal: 4,
  int16: 5,
  uint16: 6,
  int32: 7,
  uint32: 8,
  int64: 9,
  uint64: 10,
  double: 11,
  text: 12,
  opaque: 15,
} as const;

const literals: Record<number, string> = { 0: 'null', 1: 'true', 2: 'false' };
const NEWDECIMAL = 246;
const DATE = 10;
const TIME = 11;
const DATETIME = 12;
const TIMESTAMP = 7;

/** A MySQL `json` value's bytes as the text that the server prints. No bytes at all are the JSON null. */
export function readBinaryJson(bytes: Buffer): string {
  if (bytes.length === 0) return 'null';
  return valueText(bytes, 1, bytes[0] as number);
}

/** @param at where the value's own data begin */
function valueText(bytes: Buffer, at: number, kind: number): string {
  switch (kind) {
    case Kind.smallObject:
    case Kind.largeObject:
    case Kind.smallArray:
    case Kind.largeArray:
      return containerText(bytes, at, kind);
    case Kind.literal:
      return literals[bytes[at] as number] as string;
    case Kind.int16:
      return String(bytes.readInt16LE(at));
    case Kind.uint16:
      return String(bytes.readUInt16LE(at));
    case Kind.int32:
      return String(bytes.readInt32LE(at));
    case Kind.uint32:
      return String(bytes.readUInt32LE(at));
    case Kind.int64:
      return String(bytes.readBigInt64LE(at));
    case Kind.uint64:
      return String(bytes.readBigUInt64LE(at));
    case Kind.double:
      return doubleText(bytes.readDoubleLE(at));
    case Kind.text: {
      const { length, from } = variableLength(bytes, at);
      return quoted(bytes.toString('utf8', from, from + length));
    }
    case Kind.opaque: {
      const { length, from } = variableLength(bytes, at + 1);
      return opaqueText(bytes.subarray(from, from + length), bytes[at] as number);
    }
    default:
      throw new Error(`Unknown kind ${kind} in a JSON value`);
  }
}

/**
 * Count and size, then for an object where each key stands and how long it is, then each value's kind and where
 * it stands, or the value itself where it is short enough; all places count from the container's beginning.
 */
function containerText(bytes: Buffer, at: number, kind: number): string {
  const large = kind === Kind.largeObject || kind === Kind.largeArray;
  const isObject = kind === Kind.smallObject || kind === Kind.largeObject;
  const width = large ? 4 : 2;
  const number = (place: number) => bytes.readUIntLE(place, width);
  const count = number(at);
  const keys = at + 2 * width;
  const values = isObject ? keys + count * (width + 2) : keys;
  const parts: string[] = [];
  for (let i = 0; i < count; i++) {
    const entry = values + i * (width + 1);
    const inner = bytes[entry] as number;
    const place = isInline(inner, large) ? entry + 1 : at + number(entry + 1);
    const text = valueText(bytes, place, inner);
    if (isObject) {
      const key = keys + i * (width + 2);
      const from = at + number(key);
      const name = bytes.toString('utf8', from, from + bytes.readUInt16LE(key + width));
      parts.push(`${quoted(name)}: ${text}`);
    } else parts.push(text);
  }
  return isObject ? `{${parts.join(', ')}}` : `[${parts.join(', ')}]`;
}

function isInline(kind: number, large: boolean): boolean {
  if (kind === Kind.literal || kind === Kind.int16 || kind === Kind.uint16) return true;
  return large && (kind === Kind.int32 || kind === Kind.uint32);
}

/** Seven bits per byte, the lowest first, until a byte without its highest bit. */
function variableLength(bytes: Buffer, at: number): { length: number; from: number } {
  let length = 0;
  for (let from = at, factor = 1; ; factor *= 128) {
    const byte = bytes[from++] as number;
    length += (byte & 127) * factor;
    if (byte < 128) return { length, from };
  }
}

/** A whole double keeps its point, as the server prints it. */
function doubleText(value: number): string {
  const text = floatText(String(value), 64);
  return /^-?\d+$/.test(text) ? `${text}.0` : text.replace('e+', 'e');
}

function opaqueText(bytes: Buffer, type: number): string {
  if (type === NEWDECIMAL) {
    const cursor = new BinlogCursor();
    cursor.reset(bytes, 2, bytes.length);
    return decimalReader(bytes[0] as number, bytes[1] as number)(cursor);
  }
  if (type === DATE || type === DATETIME || type === TIMESTAMP || type === TIME) {
    return quoted(packedTimeText(bytes.readBigInt64LE(0), type));
  }
  return quoted(`base64:type${type}:${bytes.toString('base64')}`);
}

/** Always with six digits of the fraction. */
function packedTimeText(packed: bigint, type: number): string {
  const size = packed < 0n ? -packed : packed;
  const fraction = String(size & 0xffffffn).padStart(6, '0');
  const whole = Number(size >> 24n);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = type === TIME ? (whole >> 12) & 1023 : (whole >> 12) & 31;
  const time = `${two(hours)}:${two((whole >> 6) & 63)}:${two(whole & 63)}.${fraction}`;
  if (type === TIME) return `${packed < 0n ? '-' : ''}${time}`;
  const days = Math.floor(whole / 131_072);
  const months = days >> 5;
  const date = `${String(Math.floor(months / 13)).padStart(4, '0')}-${two(months % 13)}-${two(days & 31)}`;
  return type === DATE ? date : `${date} ${time}`;
}

/** As the server quotes: only what JSON requires, controls without a letter as `\\u00XX` in lower case. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
