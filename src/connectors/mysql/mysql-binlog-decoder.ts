import { zstdDecompressSync } from 'node:zlib';
import type { ChangeOp } from '#core/change/change-event.ts';
import { inflateEvent } from './mysql-binlog-compressed.ts';
import { BinlogCursor } from './mysql-binlog-cursor.ts';
import { readMysqlGtid } from './mysql-binlog-gtid.ts';
import type { BinlogRows } from './mysql-binlog-rows.ts';
import { readTableMap, type TableMap } from './mysql-binlog-table-map.ts';
import type { LoggedGtid } from './mysql-gtid-state.ts';
import type { LogPlace } from './mysql-position.ts';

/** What an event of the log says. */
export type BinlogMessage =
  /** Another file of the log begins, or the reading within one. */
  | { kind: 'file' }
  /**
   * A transaction or, until a statement says that it begins one, a single statement (`alone`) begins at the place's
   * `from`. Commit time: microseconds since 1970. Null for a GTID where the server gives none.
   */
  | {
      kind: 'begin';
      gtid: LoggedGtid | null;
      commitTime: number;
      alone: boolean;
      xa: 'prepared' | 'completed' | null;
    }
  | { kind: 'table'; map: TableMap }
  | { kind: 'rows'; rows: BinlogRows }
  | { kind: 'query'; schema: string; sql: string }
  | { kind: 'commit' }
  /** An XA transaction ends: with its commit, where `onePhase`, else it waits for one. Its name as in statements. */
  | { kind: 'xa prepare'; onePhase: boolean; name: string }
  /** The server says that part of its log is missing. */
  | { kind: 'incident' }
  /** Nothing that a feed delivers; a row event that holds parts of JSON values is `partial`. */
  | { kind: 'other' | 'partial' };

const Event = {
  query: 2,
  rotate: 4,
  formatDescription: 15,
  xid: 16,
  tableMap: 19,
  incident: 26,
  heartbeat: 27,
  gtid: 33,
  anonymousGtid: 34,
  xaPrepare: 38,
  partialUpdate: 39,
  transactionPayload: 40,
  heartbeatLarge: 41,
  gtidTagged: 42,
  mariadbGtid: 162,
  queryCompressed: 165,
} as const;

const rowEvents: Record<number, { op: ChangeOp; hasExtra: boolean; compressed: boolean }> = {
  23: { op: 'insert', hasExtra: false, compressed: false },
  24: { op: 'update', hasExtra: false, compressed: false },
  25: { op: 'delete', hasExtra: false, compressed: false },
  30: { op: 'insert', hasExtra: true, compressed: false },
  31: { op: 'update', hasExtra: true, compressed: false },
  32: { op: 'delete', hasExtra: true, compressed: false },
  166: { op: 'insert', hasExtra: false, compressed: true },
  167: { op: 'update', hasExtra: false, compressed: true },
  168: { op: 'delete', hasExtra: false, compressed: true },
  169: { op: 'insert', hasExtra: true, compressed: true },
  170: { op: 'update', hasExtra: true, compressed: true },
  171: { op: 'delete', hasExtra: true, compressed: true },
};

const HEADER = 19;
const CHECKSUM = 4;
const ARTIFICIAL = 0x20;
const WRAP = 4_294_967_296;
const HALF_A_SECOND = 500_000;
const other: BinlogMessage = { kind: 'other' };

/**
 * Decodes events of the binary log, version 4 (MySQL's since 5.0, and MariaDB's). Rows are left for `readRows`,
 * which needs to know the table; `cursor` stands at them until the next event is decoded.
 */
export class BinlogDecoder {
  readonly cursor = new BinlogCursor();
  /** The event last decoded lies between these offsets of the file; `begun` as in a position, 0 while not known. */
  readonly place = { file: 0, from: 0, to: 0, begun: 0 };
  /** When the statement of the event last decoded began, seconds since 1970. */
  second = 0;
  #checksum = true;
  /** By number, the map as it was last told, with its bytes: most are told again and again. */
  readonly #maps = new Map<number, { bytes: Buffer; map: TableMap }>();

  /** @param start where the reading begins; the log's first event names the file's beginning. */
  constructor(start: Pick<LogPlace, 'file' | 'offset'>) {
    Object.assign(this.place, { file: start.file, from: start.offset, to: start.offset });
  }

  /** The events that a compressed transaction holds, one by one; null for an event that is none. */
  unwrap(event: Buffer): Buffer[] | null {
    if (event[4] !== Event.transactionPayload) return null;
    const { cursor } = this;
    cursor.reset(event, HEADER, event.length - this.#tail);
    let compressed = true;
    for (let field = cursor.lengthEncoded(); field !== 0; field = cursor.lengthEncoded()) {
      const end = cursor.lengthEncoded() + cursor.at;
      if (field === 2) compressed = cursor.lengthEncoded() === 0;
      cursor.at = end;
    }
    const payload = cursor.bytes(cursor.end - cursor.at);
    const bytes = compressed ? zstdDecompressSync(payload) : payload;
    const events: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = bytes.readUInt32LE(at + 9);
      events.push(bytes.subarray(at, at + size));
      at += size;
    }
    this.#advance(event);
    return events;
  }

  /** @param event from its header to its end, valid during the call. @param inner it was one of `unwrap`'s */
  decode(event: Buffer, inner = false): BinlogMessage {
    const type = event[4] as number;
    this.second = event.readUInt32LE(0);
    if (!inner) this.#advance(event);
    this.cursor.reset(event, HEADER, event.length - (inner ? 0 : this.#tail));
    const rows = rowEvents[type];
    if (rows !== undefined) return { kind: 'rows', rows: { ...rows, table: this.cursor.uint48() } };
    switch (type) {
      case Event.tableMap:
        return { kind: 'table', map: this.#tableMap() };
      case Event.mariadbGtid:
        return this.#mariadbGtid(event);
      case Event.gtid:
      case Event.anonymousGtid:
      case Event.gtidTagged:
        return this.#gtid(event, type);
      case Event.xid:
        return { kind: 'commit' };
      case Event.query:
      case Event.queryCompressed:
        return this.#query(type === Event.queryCompressed);
      case Event.rotate:
        return this.#rotate();
      case Event.formatDescription:
        return this.#formatDescription(event);
      case Event.xaPrepare:
        return this.#xaPrepare();
      case Event.incident:
        return { kind: 'incident' };
      case Event.partialUpdate:
        return { kind: 'partial' };
      default:
        return other;
    }
  }

  get #tail(): number {
    return this.#checksum ? CHECKSUM : 0;
  }

  /** An event names the offset of its end in 32 bits; a file with one large transaction goes further. */
  #advance(event: Buffer): void {
    const end = event.readUInt32LE(13);
    const artificial = (event.readUInt16LE(17) & ARTIFICIAL) !== 0;
    if (end === 0 || artificial) return;
    const { place } = this;
    let to = Math.floor(place.to / WRAP) * WRAP + end;
    if (to < place.to) to += WRAP;
    place.from = to - event.readUInt32LE(9);
    place.to = to;
  }

  #tableMap(): TableMap {
    const { cursor } = this;
    const bytes = cursor.buffer.subarray(cursor.at, cursor.end);
    const id = cursor.uint48();
    const known = this.#maps.get(id);
    if (known?.bytes.equals(bytes)) return known.map;
    cursor.at -= 6;
    const map = readTableMap(cursor);
    this.#maps.set(id, { bytes: Buffer.from(bytes), map });
    return map;
  }

  /**
   * The log tells the second alone: its middle is off by half a second at most. A change that is read again must
   * have the same time again, so nothing else may come into it.
   */
  #within(event: Buffer): number {
    return event.readUInt32LE(0) * 1_000_000 + HALF_A_SECOND;
  }

  /** The map of a table's number; null before it was told. */
  mapOf(table: number): TableMap | null {
    return this.#maps.get(table)?.map ?? null;
  }

  #mariadbGtid(event: Buffer): BinlogMessage {
    const { cursor } = this;
    const number = cursor.uint64();
    const source = String(cursor.uint32());
    const flags = cursor.uint8();
    const xa = (flags & 64) !== 0 ? 'prepared' : (flags & 128) !== 0 ? 'completed' : null;
    const gtid = { source, number, server: serverOf(event), committed: null };
    return { kind: 'begin', gtid, commitTime: this.#within(event), alone: (flags & 1) !== 0, xa };
  }

  #gtid(event: Buffer, type: number): BinlogMessage {
    const { gtid, committed } = readMysqlGtid(this.cursor, type === Event.gtidTagged);
    const told = type === Event.anonymousGtid ? null : { ...gtid, server: serverOf(event), committed };
    return { kind: 'begin', gtid: told, commitTime: committed ?? this.#within(event), alone: true, xa: null };
  }

  #query(compressed: boolean): BinlogMessage {
    const { cursor } = this;
    cursor.at += 8;
    const schemaLength = cursor.uint8();
    cursor.at += 2;
    const variables = cursor.uint16();
    cursor.at += variables;
    const schema = cursor.utf8(schemaLength);
    cursor.at += 1;
    const sql = compressed
      ? inflateEvent(cursor).toString('utf8')
      : cursor.buffer.toString('utf8', cursor.at, cursor.end);
    return { kind: 'query', schema, sql };
  }

  #rotate(): BinlogMessage {
    const { cursor, place } = this;
    const offset = cursor.uint64();
    place.file = fileNumber(cursor.buffer.toString('utf8', cursor.at, cursor.end));
    place.from = offset;
    place.to = offset;
    place.begun = 0;
    this.#maps.clear();
    return other;
  }

  /** Ends with the number of the checksum's algorithm and a checksum, which are there even where others have none. */
  #formatDescription(event: Buffer): BinlogMessage {
    this.#checksum = event[event.length - CHECKSUM - 1] === 1;
    this.place.begun = event.readUInt32LE(0);
    return { kind: 'file' };
  }

  #xaPrepare(): BinlogMessage {
    const { cursor } = this;
    const onePhase = cursor.uint8() !== 0;
    const format = cursor.uint32();
    const lengths = [cursor.uint32(), cursor.uint32()];
    const parts = lengths.map((length) => `x'${cursor.bytes(length).toString('hex')}'`);
    return { kind: 'xa prepare', onePhase, name: `${parts.join(',')},${format}` };
  }
}

/** The server on which it was first committed. */
function serverOf(event: Buffer): number {
  return event.readUInt32LE(5);
}

/** A sign of life, and nothing of the log. */
export function isHeartbeat(event: Buffer): boolean {
  return event[4] === Event.heartbeat || event[4] === Event.heartbeatLarge;
}

/** `17` of `binlog.000017`. */
export function fileNumber(name: string): number {
  return Number(name.slice(name.lastIndexOf('.') + 1));
}
