import type { Position } from '#core/change/position.ts';
import type { Image } from '#core/values/value.ts';
import { put } from '#lib/put.ts';

/** A column as the log's relation message describes it. */
export type PgoutputColumn = { name: string; key: boolean; typeOid: number; typeModifier: number };

/** A table as the log describes it, valid until its next relation message. */
export type PgoutputRelation = {
  oid: number;
  schema: string;
  table: string;
  /** Replica identity: `d`efault, `n`othing, `f`ull or `i`ndex. */
  identity: string;
  columns: PgoutputColumn[];
};

/** One message of the pgoutput protocol, version 1. Times are microseconds since 1970. */
export type PgoutputMessage =
  | { kind: 'begin'; position: Position; commitTime: number }
  | { kind: 'commit'; position: Position; commitTime: number }
  | { kind: 'relation'; relation: PgoutputRelation }
  | { kind: 'insert'; relation: PgoutputRelation; before: null; after: Image }
  | { kind: 'update'; relation: PgoutputRelation; before: Image | null; after: Image }
  | { kind: 'delete'; relation: PgoutputRelation; before: Image; after: null }
  | { kind: 'truncate'; relations: PgoutputRelation[] }
  /** Origin, type and logical messages: nothing that a feed delivers. */
  | { kind: 'other' };

const EPOCH_2000 = 946_684_800_000_000;
const BEYOND_ASCII = /[^\0-\x7f]/;
const other: PgoutputMessage = { kind: 'other' };

/**
 * Decodes pgoutput messages. Values stay the server's text; an unchanged TOAST value is `undefined`,
 * unless the old row (replica identity full) tells it. Keeps relations from their messages.
 */
export class PgoutputDecoder {
  readonly #relations = new Map<number, PgoutputRelation>();
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  /** The whole message as text, where it is plain ASCII: one call in place of one per value. */
  #ascii: string | null = null;
  /** The row being decoded has a value that the log left out. */
  #unchanged = false;

  /** Throws on a message that the protocol does not allow. The buffer is not kept. */
  decode(buffer: Buffer): PgoutputMessage {
    this.#buffer = buffer;
    this.#at = 1;
    switch (buffer[0]) {
      case 0x49: // I
        return this.#insert();
      case 0x55: // U
        return this.#update();
      case 0x44: // D
        return this.#delete();
      case 0x42: // B
        return { kind: 'begin', position: this.#position(), commitTime: this.#time() };
      case 0x43: // C
        this.#at += 1;
        return this.#commit();
      case 0x52: // R
        return this.#relation();
      case 0x54: // T
        return this.#truncate();
      case 0x4d: // M
      case 0x4f: // O
      case 0x59: // Y
        return other;
      default:
        throw new Error(`Unknown pgoutput message ${String.fromCharCode(buffer[0] ?? 0)}`);
    }
  }

  #insert(): PgoutputMessage {
    const relation = this.#knownRelation();
    this.#expect(0x4e);
    this.#prepareText();
    return { kind: 'insert', relation, before: null, after: this.#tuple(relation, false) };
  }

  #update(): PgoutputMessage {
    const relation = this.#knownRelation();
    this.#prepareText();
    this.#unchanged = false;
    let before: Image | null = null;
    const tag = this.#buffer[this.#at++];
    if (tag === 0x4b || tag === 0x4f) {
      before = this.#tuple(relation, tag === 0x4b);
      this.#expect(0x4e);
    } else if (tag !== 0x4e) {
      throw new Error(`Unexpected part ${tag} in a pgoutput update`);
    }
    const after = this.#tuple(relation, false);
    if (this.#unchanged && before !== null) fillUnchanged(after, before);
    return { kind: 'update', relation, before, after };
  }

  #delete(): PgoutputMessage {
    const relation = this.#knownRelation();
    this.#prepareText();
    const keyOnly = this.#buffer[this.#at++] === 0x4b;
    return { kind: 'delete', relation, before: this.#tuple(relation, keyOnly), after: null };
  }

  #commit(): PgoutputMessage {
    const position = this.#position();
    this.#at += 8;
    return { kind: 'commit', position, commitTime: this.#time() };
  }

  #relation(): PgoutputMessage {
    const oid = this.#uint32();
    const schema = this.#cString() || 'pg_catalog';
    const table = this.#cString();
    const identity = String.fromCharCode(this.#buffer[this.#at++]!);
    const columns: PgoutputColumn[] = [];
    for (let count = this.#uint16(); count > 0; count--) {
      const key = (this.#buffer[this.#at++]! & 1) === 1;
      columns.push({ key, name: this.#cString(), typeOid: this.#uint32(), typeModifier: this.#uint32() | 0 });
    }
    const relation = { oid, schema, table, identity, columns };
    this.#relations.set(oid, relation);
    return { kind: 'relation', relation };
  }

  #truncate(): PgoutputMessage {
    const count = this.#uint32();
    this.#at += 1;
    const relations: PgoutputRelation[] = [];
    for (let i = 0; i < count; i++) relations.push(this.#knownRelation());
    return { kind: 'truncate', relations };
  }

  /** @param keyOnly the log prints null for every column outside the replica identity: leave those out */
  #tuple(relation: PgoutputRelation, keyOnly: boolean): Image {
    const buffer = this.#buffer;
    const columns = relation.columns;
    const ascii = this.#ascii;
    const count = this.#uint16();
    let at = this.#at;
    const image: Image = {};
    for (let i = 0; i < count; i++) {
      const column = columns[i]!;
      switch (buffer[at++]) {
        case 0x74: {
          const length =
            buffer[at]! * 16_777_216 + ((buffer[at + 1]! << 16) | (buffer[at + 2]! << 8) | buffer[at + 3]!);
          at += 4;
          put(
            image,
            column.name,
            ascii === null ? buffer.toString('utf8', at, at + length) : ascii.slice(at, at + length),
          );
          at += length;
          break;
        }
        case 0x6e:
          if (!keyOnly || column.key) put(image, column.name, null);
          break;
        case 0x75:
          put(image, column.name, undefined);
          this.#unchanged = true;
          break;
        default:
          throw new Error(`Unexpected value kind in ${relation.schema}.${relation.table}.${column.name}`);
      }
    }
    this.#at = at;
    return image;
  }

  #prepareText(): void {
    const text = this.#buffer.toString('latin1');
    this.#ascii = BEYOND_ASCII.test(text) ? null : text;
  }

  #knownRelation(): PgoutputRelation {
    const oid = this.#uint32();
    const relation = this.#relations.get(oid);
    if (!relation) throw new Error(`A pgoutput row of table ${oid} before its description`);
    return relation;
  }

  #expect(byte: number): void {
    if (this.#buffer[this.#at++] !== byte) throw new Error('A pgoutput row without its new values');
  }

  #position(): Position {
    return hex(this.#uint32()) + hex(this.#uint32());
  }

  #time(): number {
    const high = this.#uint32() | 0;
    return high * 4_294_967_296 + this.#uint32() + EPOCH_2000;
  }

  #uint16(): number {
    const at = this.#at;
    this.#at = at + 2;
    return (this.#buffer[at]! << 8) | this.#buffer[at + 1]!;
  }

  #uint32(): number {
    const at = this.#at;
    this.#at = at + 4;
    return this.#buffer.readUInt32BE(at);
  }

  #cString(): string {
    const end = this.#buffer.indexOf(0, this.#at);
    const text = this.#buffer.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}

function fillUnchanged(after: Image, before: Image): void {
  for (const name in after) {
    if (after[name] === undefined && before[name] !== undefined) after[name] = before[name];
  }
}
