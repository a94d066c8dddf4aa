import type { BinlogCursor } from './mysql-binlog-cursor.ts';

/** Makes text of so many bytes at the cursor. */
export type TextReader = (cursor: BinlogCursor, length: number) => string;

/** By MySQL's name, the name that the WHATWG Encoding Standard has for it. */
const encodings: Record<string, string> = {
  utf16le: 'utf-16le',
  utf16: 'utf-16be',
  ucs2: 'utf-16be',
  gbk: 'gbk',
  gb2312: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  sjis: 'shift_jis',
  cp932: 'shift_jis',
  ujis: 'euc-jp',
  eucjpms: 'euc-jp',
  euckr: 'euc-kr',
};

/** Whether the charset has one byte for each character, so that the server's own table of them is needed. */
export function isTableCharset(charset: string): boolean {
  return !(charset in encodings) && !['utf8', 'utf8mb3', 'utf8mb4', 'ascii', 'utf32'].includes(charset);
}

/**
 * Makes the reader of a charset's texts.
 *
 * @param tables by charset of one byte, the 256 characters of its bytes, as the server converts them.
 */
export function textReader(charset: string, tables: ReadonlyMap<string, string>): TextReader {
  if (charset.startsWith('utf8') || charset === 'ascii') return (cursor, length) => cursor.utf8(length);
  if (charset === 'utf32') return readUtf32;
  const table = tables.get(charset);
  if (table !== undefined) return tableReader([...table]);
  const encoding = encodings[charset];
  if (encoding === undefined) throw new Error(`No table of the charset ${charset}`);
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (cursor, length) => decoder.decode(cursor.bytes(length));
}

function tableReader(characters: string[]): TextReader {
  const plain = characters.slice(0, 128).every((character, code) => character.charCodeAt(0) === code);
  return (cursor, length) => {
    const bytes = cursor.bytes(length);
    if (plain && bytes.every((byte) => byte < 128)) return bytes.toString('latin1');
    let text = '';
    for (const byte of bytes) text += characters[byte];
    return text;
  };
}

function readUtf32(cursor: BinlogCursor, length: number): string {
  let text = '';
  for (let left = length; left > 0; left -= 4) text += String.fromCodePoint(cursor.bigEndian(4));
  return text;
}
