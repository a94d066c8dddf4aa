import { describe, expect, test } from 'vitest';
import { PgoutputDecoder } from './postgres-pgoutput-decoder.ts';

/** Builds messages byte by byte, as the protocol's documentation lays them out. */
const int8 = (n: number) => Buffer.from([n]);
const int16 = (n: number) => Buffer.from([n >> 8, n & 255]);
const int32 = (n: number) => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(n);
  return buffer;
};
const int64 = (n: bigint) => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(n);
  return buffer;
};
const cString = (text: string) => Buffer.from(`${text}\0`);
const letter = (text: string) => Buffer.from(text);
const text = (value: string) =>
  Buffer.concat([letter('t'), int32(Buffer.byteLength(value)), Buffer.from(value)]);
const NULL = letter('n');
const UNCHANGED = letter('u');
const tuple = (...values: Buffer[]) => Buffer.concat([int16(values.length), ...values]);
const message = (...parts: Buffer[]) => Buffer.concat(parts);

const relation = (identity: string, keys: boolean[]) =>
  message(
    letter('R'),
    int32(16_400),
    cString('public'),
    cString('t'),
    letter(identity),
    int16(3),
    ...['id', 'name', 'big'].flatMap((name, i) => [
      int8(keys[i] ? 1 : 0),
      cString(name),
      int32(25),
      int32(-1),
    ]),
  );

function decoder(identity = 'f', keys = [true, true, true]): PgoutputDecoder {
  const made = new PgoutputDecoder();
  made.decode(relation(identity, keys));
  return made;
}

describe('transactions', () => {
  test('begin and commit carry the same position, and the time in microseconds', () => {
    const begin = message(letter('B'), int64(0x16_b374d848n), int64(123_456n), int32(7));
    expect(new PgoutputDecoder().decode(begin)).toEqual({
      kind: 'begin',
      position: '00000016B374D848',
      commitTime: 946_684_800_123_456,
    });
    const commit = message(letter('C'), int8(0), int64(0x16_b374d848n), int64(0x16_b374d878n), int64(-1n));
    expect(new PgoutputDecoder().decode(commit)).toEqual({
      kind: 'commit',
      position: '00000016B374D848',
      commitTime: 946_684_799_999_999,
    });
    const late = message(letter('B'), int64(-1n), int64(848_000_000_000_001n), int32(7));
    expect(new PgoutputDecoder().decode(late)).toEqual({
      kind: 'begin',
      position: 'FFFFFFFFFFFFFFFF',
      commitTime: 1_794_684_800_000_001,
    });
  });

  test('messages, origins and types are passed over', () => {
    for (const kind of ['M', 'O', 'Y'])
      expect(new PgoutputDecoder().decode(letter(kind))).toEqual({ kind: 'other' });
  });
});

describe('rows', () => {
  test('a relation lists its columns', () => {
    expect(new PgoutputDecoder().decode(relation('d', [true, false, false]))).toMatchObject({
      kind: 'relation',
      relation: {
        oid: 16_400,
        schema: 'public',
        table: 't',
        identity: 'd',
        columns: [
          { name: 'id', key: true, typeOid: 25, typeModifier: -1 },
          { name: 'name', key: false },
          { name: 'big', key: false },
        ],
      },
    });
  });

  test('an insert, plain and beyond ASCII, with empty and null', () => {
    const insert = (...values: Buffer[]) =>
      decoder().decode(message(letter('I'), int32(16_400), letter('N'), tuple(...values)));
    expect(insert(text('1'), text(''), NULL)).toMatchObject({
      kind: 'insert',
      before: null,
      after: { id: '1', name: '', big: null },
    });
    expect(insert(text('1'), text('žluť 😀'), text('x'.repeat(300)))).toMatchObject({
      after: { id: '1', name: 'žluť 😀', big: 'x'.repeat(300) },
    });
  });

  test('an update with the whole old row knows an unchanged large value', () => {
    const update = message(
      letter('U'),
      int32(16_400),
      letter('O'),
      tuple(text('1'), text('a'), text('large')),
      letter('N'),
      tuple(text('1'), text('b'), UNCHANGED),
    );
    expect(decoder().decode(update)).toMatchObject({
      kind: 'update',
      before: { id: '1', name: 'a', big: 'large' },
      after: { id: '1', name: 'b', big: 'large' },
    });
  });

  test('an update with the old key holds the key alone, and an unchanged large value is unknown', () => {
    const update = message(
      letter('U'),
      int32(16_400),
      letter('K'),
      tuple(text('1'), NULL, NULL),
      letter('N'),
      tuple(text('2'), NULL, UNCHANGED),
    );
    const decoded = decoder('d', [true, false, false]).decode(update);
    expect(decoded).toMatchObject({ before: { id: '1' }, after: { id: '2', name: null, big: undefined } });
    expect(decoded).toHaveProperty('before', { id: '1' });
  });

  test('an update without an old row', () => {
    const update = message(letter('U'), int32(16_400), letter('N'), tuple(text('2'), NULL, NULL));
    expect(decoder('d', [true, false, false]).decode(update)).toMatchObject({
      before: null,
      after: { id: '2' },
    });
  });

  test('a delete by key and by whole row', () => {
    const remove = (kind: string, ...values: Buffer[]) =>
      message(letter('D'), int32(16_400), letter(kind), tuple(...values));
    expect(decoder('d', [true, false, false]).decode(remove('K', text('1'), NULL, NULL))).toMatchObject({
      kind: 'delete',
      before: { id: '1' },
      after: null,
    });
    expect(decoder().decode(remove('O', text('1'), NULL, text('b')))).toMatchObject({
      before: { id: '1', name: null, big: 'b' },
    });
  });

  test('a truncation names its tables', () => {
    const truncate = message(letter('T'), int32(1), int8(0), int32(16_400));
    expect(decoder().decode(truncate)).toMatchObject({ kind: 'truncate', relations: [{ table: 't' }] });
  });

  test('what the protocol does not allow is an error', () => {
    const unknown = message(letter('I'), int32(1), letter('N'), tuple(NULL));
    expect(() => decoder().decode(unknown)).toThrow('before its description');
    expect(() => decoder().decode(letter('?'))).toThrow('Unknown pgoutput message');
    const binary = message(letter('I'), int32(16_400), letter('N'), int16(1), letter('b'));
    expect(() => decoder().decode(binary)).toThrow('Unexpected value kind');
  });
});
