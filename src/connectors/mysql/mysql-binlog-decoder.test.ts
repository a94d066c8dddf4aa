import { crc32, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readBinaryJson } from './mysql-binary-json.ts';
import { BinlogCursor } from './mysql-binlog-cursor.ts';
import { decimalReader } from './mysql-binlog-decimal.ts';
import { BinlogDecoder } from './mysql-binlog-decoder.ts';
import { readRows } from './mysql-binlog-rows.ts';
import { datetimeReader, readOldDatetime, readOldTime, timeReader } from './mysql-binlog-times.ts';
import { columnReader } from './mysql-column-reader.ts';

/** An event with its header, ending at `end` of the file, with a checksum. */
function event(
  type: number,
  body: Buffer,
  { end = 0, time = 1_700_000_000, flags = 0, checksum = true } = {},
): Buffer {
  const header = Buffer.alloc(19);
  const size = 19 + body.length + (checksum ? 4 : 0);
  header.writeUInt32LE(time, 0);
  header[4] = type;
  header.writeUInt32LE(size, 9);
  header.writeUInt32LE(end % 2 ** 32, 13);
  header.writeUInt16LE(flags, 17);
  const whole = Buffer.concat([header, body]);
  if (!checksum) return whole;
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(whole));
  return Buffer.concat([whole, sum]);
}

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const cursorOver = (text: string) => new BinlogCursor().over(hex(text));

/** What a file of the log begins with: its last byte but four says whether events have checksums. */
function description(algorithm: 0 | 1, time = 1_700_000_000): Buffer {
  return event(15, Buffer.concat([Buffer.alloc(57), Buffer.from([19, 0, algorithm])]), { end: 256, time });
}

/** db.t: an int, and a varchar(40) that may be null. */
const TABLE = hex('0700000000000100 02 6462 00 01 74 00 02 030f 02 2800 02');

describe('events', () => {
  test('a row of a mapped table, by the newer and the older row events, with what the log left out', () => {
    const decoder = new BinlogDecoder({ file: 1, offset: 4 });
    decoder.decode(description(1));
    const table = decoder.decode(event(19, TABLE, { end: 400 }));
    expect(table).toMatchObject({
      kind: 'table',
      map: {
        schema: 'db',
        table: 't',
        columns: [
          { type: 3, nullable: false },
          { type: 15, meta: 40, nullable: true },
        ],
      },
    });
    if (table.kind !== 'table') throw new Error('no table');
    expect(decoder.decode(event(19, TABLE, { end: 440 }))).toEqual({ kind: 'table', map: table.map });
    const known = { unsigned: false, charset: 'utf8mb4', zeroDates: 'keep', nativeType: '' } as const;
    const columns = [
      {
        name: 'id',
        read: columnReader(
          table.map.columns[0]!,
          { ...known, name: 'id', form: { kind: 'whole' } },
          () => '',
        ),
      },
      {
        name: 'name',
        read: columnReader(
          table.map.columns[1]!,
          { ...known, name: 'name', form: { kind: 'text' } },
          (cursor, length) => cursor.utf8(length),
        ),
      },
    ];
    const rowsOf = (bytes: Buffer) => {
      const message = decoder.decode(bytes);
      if (message.kind !== 'rows') throw new Error(message.kind);
      expect(decoder.mapOf(message.rows.table)).toBe(table.map);
      const rows: unknown[] = [];
      readRows(message.rows, decoder.cursor, columns, (before, after) => rows.push([before, after]));
      return rows;
    };
    const number = '070000000000 0100';
    expect(rowsOf(event(30, hex(`${number} 0200 02 ff fc 05000000 02 c5be fe ffffffff`)))).toEqual([
      [null, { id: '5', name: 'ž' }],
      [null, { id: '-1', name: null }],
    ]);
    expect(rowsOf(event(25, hex(`${number} 02 ff fc 05000000 01 61`)))).toEqual([
      [{ id: '5', name: 'a' }, null],
    ]);
    // binlog_row_image = MINIMAL: the key before, what changed after.
    expect(rowsOf(event(24, hex(`${number} 02 01 02 fe 05000000 fe 01 62`)))).toEqual([
      [{ id: '5' }, { id: '5', name: 'b' }],
    ]);
    expect(rowsOf(event(23, hex(`${number} 02 01 fe 05000000`)))).toEqual([
      [null, { id: '5', name: undefined }],
    ]);
  });

  test('places are counted beyond 4 GiB, through files, and not by what the server makes up', () => {
    const decoder = new BinlogDecoder({ file: 1, offset: 4_294_967_000 });
    const rotate = (name: string) => Buffer.concat([hex('04000000 00000000'), Buffer.from(name)]);
    decoder.decode(event(4, rotate('log.000009'), { flags: 0x20 }));
    expect(decoder.place).toMatchObject({ file: 9, from: 4, begun: 0 });
    decoder.decode(description(0, 1_700_000_001));
    expect(decoder.place).toMatchObject({ file: 9, from: 173, to: 256, begun: 1_700_000_001 });
    const plain = { checksum: false };
    decoder.decode(event(16, Buffer.alloc(8), { ...plain, end: 4_294_967_290 }));
    decoder.decode(event(27, Buffer.from('log.000009'), { ...plain, end: 0 }));
    expect(decoder.place.to).toBe(4_294_967_290);
    expect(decoder.decode(event(16, Buffer.alloc(8), { ...plain, end: 4_294_967_317 }))).toEqual({
      kind: 'commit',
    });
    expect(decoder.place).toMatchObject({ from: 4_294_967_290, to: 4_294_967_317 });
  });

  test('the time of a commit is told in microseconds by MySQL, and by MariaDB in seconds', () => {
    const decoder = new BinlogDecoder({ file: 1, offset: 4 });
    const body = Buffer.alloc(50);
    body.writeBigUInt64LE(1_700_000_000_123_456n, 42);
    expect(decoder.decode(event(33, body, { end: 300 }))).toMatchObject({
      commitTime: 1_700_000_000_123_456,
    });
    expect(decoder.decode(event(162, Buffer.alloc(19), { end: 340 }))).toEqual({
      kind: 'begin',
      gtid: { source: '0', number: 0, server: 0, committed: null },
      commitTime: 1_700_000_000_500_000,
      alone: false,
      xa: null,
    });
  });

  test('GTIDs of MySQL, with the time of the first commit, which a replica tells before its own', () => {
    const decoder = new BinlogDecoder({ file: 1, offset: 4 });
    const uuid = hex('3e11fa47 71ca 11e1 9e33 c80aa9429562');
    const body = Buffer.concat([hex('01'), uuid, Buffer.alloc(25), Buffer.alloc(14)]);
    body.writeBigUInt64LE(123n, 17);
    body[25] = 2;
    const microseconds = 1_700_000_000_123_456n;
    body.writeUIntLE(Number((microseconds + 5_000_000n) & 0xffffffffffffn), 42, 6);
    body[48] = Number((microseconds + 5_000_000n) >> 48n) | 0x80;
    body.writeUIntLE(Number(microseconds & 0xffffffffffffn), 49, 6);
    body[55] = Number(microseconds >> 48n);
    const source = '3e11fa47-71ca-11e1-9e33-c80aa9429562';
    const gtid = { source, number: 123, server: 0, committed: 1_700_000_000_123_456 };
    expect(decoder.decode(event(33, body, { end: 300 }))).toMatchObject({ gtid, commitTime: gtid.committed });
    expect(decoder.decode(event(34, body, { end: 400 }))).toMatchObject({ gtid: null });
  });

  test('tagged GTIDs of MySQL are a message of fields by number, as its documentation has them', () => {
    const decoder = new BinlogDecoder({ file: 1, offset: 4 });
    // Bytes above 127 take two; 65535 is the documentation's own example of a number.
    const uuid = '7c 22 e9 03 8e e2 29 03 22 85 03 79 02 66 21 03 14 a5 02 84 55 02 c4';
    const read = (fields: string) => decoder.decode(event(42, hex(`02 60 0a ${fields}`), { end: 900 }));
    const told = read(`00 02 02 ${uuid} 04 fbff0f 06 06 726564 08 00 0a 04 0c fbff07`);
    expect(told).toMatchObject({
      gtid: { source: '3e11fa47-71ca-11e1-9e33-c80aa9429562:red', number: 65_535 },
      commitTime: 65_535,
    });
    const replicated = read(`00 02 02 ${uuid} 04 04 08 00 0a 04 0c fbff07 0e 7f397d8970db2d06 10 50`);
    expect(replicated).toMatchObject({
      gtid: { source: '3e11fa47-71ca-11e1-9e33-c80aa9429562', number: 1 },
      commitTime: 1_739_270_369_410_361,
    });
  });

  test('a compressed transaction is taken apart', () => {
    const decoder = new BinlogDecoder({ file: 1, offset: 4 });
    decoder.decode(description(1));
    const inner = [event(19, TABLE, { checksum: false }), event(16, Buffer.alloc(8), { checksum: false })];
    const payload = zstdCompressSync(Buffer.concat(inner));
    const body = Buffer.concat([hex('02 01 00 03 01 20 00'), payload]);
    const events = decoder.unwrap(event(40, body, { end: 900 }));
    expect(events).toEqual(inner);
    expect(events?.map((part) => decoder.decode(part, true).kind)).toEqual(['table', 'commit']);
    expect(decoder.place.to).toBe(900);
    expect(decoder.unwrap(inner[0]!)).toBeNull();
  });
});

describe('values', () => {
  test('decimals', () => {
    // The example of MySQL's own source: 1234567890.1234 as decimal(14,4), and its negative.
    const read = decimalReader(14, 4);
    expect(read(cursorOver('81 0dfb38d2 04d2'))).toBe('1234567890.1234');
    expect(read(cursorOver('7e f204c72d fb2d'))).toBe('-1234567890.1234');
    expect(decimalReader(3, 3)(cursorOver('8005'))).toBe('0.005');
  });

  test('dates and times', () => {
    // From MySQL's tests of its time functions.
    expect(datetimeReader(0)(cursorOver('99 9a b8 f7 aa'.replaceAll(' ', '')))).toMatch(
      /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/,
    );
    expect(timeReader(0)(cursorOver('800001'))).toBe('00:00:01');
    expect(timeReader(0)(cursorOver('7fffff'))).toBe('-00:00:01');
    expect(timeReader(6)(cursorOver('7fffffffffff'))).toBe('-00:00:00.000001');
    expect(timeReader(2)(cursorOver('7fffff9d'))).toBe('-00:00:00.99');
    expect(timeReader(3)(cursorOver('8000011388'))).toBe('00:00:01.5');
    const old = Buffer.alloc(8);
    old.writeBigUInt64LE(20_261_122_101_112n);
    expect(readOldDatetime(new BinlogCursor().over(old))).toBe('2026-11-22 10:11:12');
    expect(readOldTime(cursorOver('60d983'))).toMatch(/^-\d{3}:\d\d:\d\d$/);
  });

  test('MySQL’s binary JSON', () => {
    expect(readBinaryJson(Buffer.alloc(0))).toBe('null');
    expect(readBinaryJson(hex('04 01'))).toBe('true');
    expect(readBinaryJson(hex('05 ffff'))).toBe('-1');
    expect(readBinaryJson(hex('0c 05 68656c6c6f'))).toBe('"hello"');
    expect(readBinaryJson(hex('0b 000000000000f03f'))).toBe('1.0');
    // {"a": 1, "b": [true, "x"]}, by the layout that MySQL documents.
    const inner = '0200 0c00 04 0100 0c 0a00 0178';
    const object = `0200 2000 1200 0100 1300 0100 05 0100 02 1400 61 62 ${inner}`;
    expect(readBinaryJson(hex(`00 ${object}`))).toBe('{"a": 1, "b": [true, "x"]}');
    // decimal(4,2) 12.34, and a time stamp.
    expect(readBinaryJson(hex('0f f6 04 0402 8c22'))).toBe('12.34');
    const packed = Buffer.alloc(8);
    packed.writeBigInt64LE(
      ((BigInt((2026 * 13 + 11) * 32 + 22) << 17n) | BigInt((10 << 12) | (11 << 6) | 12)) << 24n,
    );
    expect(readBinaryJson(Buffer.concat([hex('0f 0c 08'), packed]))).toBe('"2026-11-22 10:11:12.000000"');
  });
});
