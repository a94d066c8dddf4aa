import { inflateRawSync, inflateSync } from 'node:zlib';
import type { BinlogCursor } from './mysql-binlog-cursor.ts';

/**
 * A compressed event's body, or the part of it that is compressed: a header byte with the number of bytes of the
 * length in its lowest 3 bits and the algorithm above, the length big-endian, then a zlib stream
 * (MariaDB, sql/log_event.cc, binlog_buf_uncompress).
 */
export function inflateEvent(cursor: BinlogCursor): Buffer {
  const header = cursor.uint8();
  if ((header & 0x70) !== 0)
    throw new Error(`An event is compressed by the unknown algorithm ${header >> 4}`);
  cursor.at += header & 7;
  return inflateSync(cursor.bytes(cursor.end - cursor.at));
}

/**
 * A value of a `COMPRESSED` column: as it is behind a zero byte, or a header byte and the length as above, then a
 * deflate stream, with or without zlib's frame (MariaDB, sql/field_comp.cc).
 */
export function inflateValue(bytes: Buffer): Buffer {
  const header = bytes[0];
  if (header === undefined) return bytes;
  if (header === 0) return bytes.subarray(1);
  const stream = bytes.subarray(1 + (header & 7));
  return (header & 8) === 0 ? inflateSync(stream) : inflateRawSync(stream);
}
