/** Where a decoder is within an event. Numbers are little-endian, as the log writes them unless said otherwise. */
export class BinlogCursor {
  buffer: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  /** The bytes of `#textFrom` to `#textEnd`, as latin-1. */
  #text = '';
  #textFrom = 0;
  #textEnd = 0;

  /** @param end where the event's body ends, its checksum left out */
  reset(buffer: Buffer, at: number, end: number): void {
    this.buffer = buffer;
    this.at = at;
    this.end = end;
    this.#textEnd = 0;
  }

  /** A cursor over other bytes, such as a value that had been compressed. */
  over(bytes: Buffer): BinlogCursor {
    const other = new BinlogCursor();
    other.reset(bytes, 0, bytes.length);
    return other;
  }

  uint8(): number {
    return this.buffer[this.at++] as number;
  }

  uint16(): number {
    const { buffer, at } = this;
    this.at = at + 2;
    return (buffer[at] as number) | ((buffer[at + 1] as number) << 8);
  }

  uint24(): number {
    const { buffer, at } = this;
    this.at = at + 3;
    return (buffer[at] as number) | ((buffer[at + 1] as number) << 8) | ((buffer[at + 2] as number) << 16);
  }

  uint32(): number {
    return this.uint24() + this.uint8() * 16_777_216;
  }

  /** Exact as far as 2^53. */
  uint48(): number {
    return this.uint32() + this.uint16() * 4_294_967_296;
  }

  /** Exact as far as 2^53. */
  uint64(): number {
    return this.uint32() + this.uint32() * 4_294_967_296;
  }

  /** So many bytes, 1 to 4. */
  uint(bytes: number): number {
    if (bytes === 1) return this.uint8();
    if (bytes === 2) return this.uint16();
    return bytes === 3 ? this.uint24() : this.uint32();
  }

  /** So many bytes, the most significant first; exact as far as 2^53. */
  bigEndian(bytes: number): number {
    const { buffer, at } = this;
    let value = 0;
    for (let i = at; i < at + bytes; i++) value = value * 256 + (buffer[i] as number);
    this.at = at + bytes;
    return value;
  }

  /** A length-encoded number, as the protocol has them. */
  lengthEncoded(): number {
    const first = this.uint8();
    if (first < 0xfb) return first;
    if (first === 0xfc) return this.uint16();
    if (first === 0xfd) return this.uint24();
    return this.uint64();
  }

  /** The bytes themselves, valid as long as the event's buffer is. */
  bytes(length: number): Buffer {
    const from = this.at;
    this.at = from + length;
    return this.buffer.subarray(from, from + length);
  }

  /** UTF-8. Short plain texts are cut from one text of many of them: one call in place of one per value. */
  utf8(length: number): string {
    const { buffer, at } = this;
    const end = at + length;
    this.at = end;
    if (length > SHORT) return buffer.toString('utf8', at, end);
    for (let i = at; i < end; i++) if ((buffer[i] as number) > 127) return buffer.toString('utf8', at, end);
    if (end > this.#textEnd) {
      this.#textFrom = at;
      this.#textEnd = Math.min(this.end, at + WINDOW);
      this.#text = buffer.toString('latin1', at, this.#textEnd);
    }
    return this.#text.slice(at - this.#textFrom, end - this.#textFrom);
  }
}

/** Longer texts are decoded one by one. */
const SHORT = 64;
/** Bytes that become one text: what is cut from it keeps it in memory. */
const WINDOW = 16_384;
