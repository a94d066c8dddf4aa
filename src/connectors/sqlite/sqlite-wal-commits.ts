import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ownTables } from './sqlite-names.ts';

const HEADER = 32;
const FRAME_HEADER = 24;
const READ_BYTES = 512 * 1024;
const TABLE_LEAF = 13;

/**
 * Reads from a write-ahead log which number our change table had reached at each commit: every transaction that
 * writes to it leaves a copy of the page with `sqlite_sequence`, and its last frame is marked.
 * File format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export class SqliteWalCommits {
  #salts = '';
  #offset = HEADER;

  /**
   * The numbers at the commits since the last call, as far as the log still has them, in order.
   * @param rootPage of `sqlite_sequence`. Where that table is larger than a page, nothing is told.
   */
  read(path: string, rootPage: number): number[] {
    let log: number;
    try {
      // No lock of SQLite's lies on this file, so closing it again lets go of none.
      log = openSync(path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    try {
      return this.#read(log, rootPage);
    } finally {
      closeSync(log);
    }
  }

  #read(log: number, rootPage: number): number[] {
    const header = Buffer.alloc(HEADER);
    if (readSync(log, header, 0, HEADER, 0) < HEADER) return [];
    const salts = header.toString('latin1', 16, 24);
    if (salts !== this.#salts) {
      this.#salts = salts;
      this.#offset = HEADER;
    }
    const stride = FRAME_HEADER + header.readUInt32BE(8);
    const size = fstatSync(log).size;
    const found: number[] = [];
    const chunk = Buffer.alloc(Math.max(1, Math.floor(READ_BYTES / stride)) * stride);
    let reached: number | null = null;
    for (let at = this.#offset; at + stride <= size; ) {
      const bytes = readSync(log, chunk, 0, Math.min(chunk.length, size - at), at);
      const whole = bytes - (bytes % stride);
      if (whole === 0) break;
      for (let from = 0; from < whole; from += stride) {
        // Frames of an earlier round of the log.
        if (chunk.toString('latin1', from + 8, from + 16) !== salts) return found;
        if (chunk.readUInt32BE(from) === rootPage) {
          reached = sequenceOf(chunk.subarray(from + FRAME_HEADER, from + stride)) ?? reached;
        }
        if (chunk.readUInt32BE(from + 4) === 0) continue;
        if (reached !== null) found.push(reached);
        reached = null;
        this.#offset = at + from + stride;
      }
      at += whole;
    }
    return found;
  }
}

/** The sequence of our change table on a leaf page of `sqlite_sequence (name, seq)`. */
function sequenceOf(page: Buffer): number | null {
  if (page[0] !== TABLE_LEAF) return null;
  const cells = page.readUInt16BE(3);
  for (let i = 0; i < cells; i++) {
    let at = page.readUInt16BE(8 + i * 2);
    const varint = () => {
      let value = 0;
      for (;;) {
        const byte = page[at++] ?? 0;
        value = value * 128 + (byte & 0x7f);
        if (byte < 0x80) return value;
      }
    };
    varint(); // length of the payload
    varint(); // row number
    const body = at + varint();
    const nameType = varint();
    const numberType = varint();
    const length = (nameType - 13) / 2;
    const bytes = [0, 1, 2, 3, 4, 6, 8][numberType];
    if (page.toString('utf8', body, body + length) !== ownTables.change || !bytes) continue;
    const end = body + length;
    return bytes <= 6 ? page.readIntBE(end, bytes) : Number(page.readBigInt64BE(end));
  }
  return null;
}
