import type { BinlogCursor } from './mysql-binlog-cursor.ts';
import type { LoggedGtid } from './mysql-gtid-state.ts';

/** What a GTID event of MySQL says: which transaction it is, and when it was first committed. */
export type MysqlGtid = {
  gtid: Pick<LoggedGtid, 'source' | 'number'>;
  /** Microseconds since 1970; null where the server does not tell. */
  committed: number | null;
};

const HIGH = 4_294_967_296;
/** Of the first of two times, the bit which says that there is a second one. */
const TWO_TIMES = 0x80_0000;

/**
 * Reads the body of a GTID event: in places of its own, or, where GTIDs may have tags (8.3), as a message of MySQL's
 * serialization. A replica keeps the time of the commit on the first server, and adds its own.
 */
export function readMysqlGtid(cursor: BinlogCursor, tagged: boolean): MysqlGtid {
  return tagged ? readTagged(cursor) : readPlain(cursor);
}

/** Flags, UUID, number, then the clock of parallel appliers, then the times of 7 bytes. */
function readPlain(cursor: BinlogCursor): MysqlGtid {
  cursor.at += 1;
  const source = uuidOf(cursor.bytes(16));
  const number = cursor.uint64();
  cursor.at += 17;
  let committed: number | null = null;
  if (cursor.end - cursor.at >= 7) {
    const low = cursor.uint32();
    const high = cursor.uint24();
    committed = low + (high & ~TWO_TIMES) * HIGH;
    if ((high & TWO_TIMES) !== 0) committed = cursor.uint32() + cursor.uint24() * HIGH;
  }
  return { gtid: { source, number }, committed };
}

/** Numbers of the fields. */
const Field = {
  flags: 0,
  uuid: 1,
  number: 2,
  tag: 3,
  lastCommitted: 4,
  sequence: 5,
  committedHere: 6,
  committedFirst: 7,
};

/**
 * Version, size and last field that must be known, then each field behind its number; those that say what is usual are
 * left out (https://dev.mysql.com/doc/dev/mysql-server/latest/PageLibsMysqlSerialization.html).
 */
function readTagged(cursor: BinlogCursor): MysqlGtid {
  for (let i = 0; i < 3; i++) readVariable(cursor);
  let uuid = '';
  let tag = '';
  let number = 0;
  let committed: number | null = null;
  while (cursor.at < cursor.end) {
    const field = readVariable(cursor);
    if (field === Field.flags) readVariable(cursor);
    else if (field === Field.uuid)
      uuid = uuidOf(Buffer.from(Array.from({ length: 16 }, () => readVariable(cursor))));
    else if (field === Field.number) number = readSigned(cursor);
    else if (field === Field.tag) tag = cursor.utf8(readVariable(cursor));
    else if (field === Field.lastCommitted || field === Field.sequence) readSigned(cursor);
    else if (field === Field.committedHere) committed = readVariable(cursor);
    else if (field === Field.committedFirst) committed = readVariable(cursor);
    else break;
  }
  return { gtid: { source: tag === '' ? uuid : `${uuid}:${tag}`, number }, committed };
}

/** As many further bytes as the first one has ones at its low end; the value stands above them and a zero. */
function readVariable(cursor: BinlogCursor): number {
  const first = cursor.buffer[cursor.at] as number;
  let more = 0;
  while (more < 8 && ((first >> more) & 1) === 1) more++;
  if (more === 8) {
    cursor.at += 1;
    return cursor.uint64();
  }
  let value = 0n;
  for (let i = 0; i <= more; i++) value |= BigInt(cursor.uint8()) << BigInt(8 * i);
  return Number(value >> BigInt(more + 1));
}

/** The sign stands in the lowest bit. */
function readSigned(cursor: BinlogCursor): number {
  return Math.floor(readVariable(cursor) / 2);
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
