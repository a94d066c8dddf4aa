/** Digests of texts, over their UTF-8. */
import { hexOf, md5Bytes, sha1Bytes, sha256Bytes, utf8 } from './digests.ts';

/** How the bytes of a digest are written. */
export type Encoding = 'hex' | 'base64';

/**
 * SHA-256: the one to use where nothing asks for another.
 * @example hash.sha256('abc') // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 */
export function sha256(value: string, encoding: Encoding = 'hex'): string {
  return written(sha256Bytes(utf8(value)), encoding);
}

/**
 * SHA-1, for systems that ask for it. It protects nothing any more.
 * @example hash.sha1('abc') // 'a9993e364706816aba3e25717850c26c9cd0d89d'
 */
export function sha1(value: string, encoding: Encoding = 'hex'): string {
  return written(sha1Bytes(utf8(value)), encoding);
}

/**
 * MD5, for systems that ask for it (list services know addresses by it). It protects nothing any more.
 * @example hash.md5('abc') // '900150983cd24fb0d6963f7d28e17f72'
 */
export function md5(value: string, encoding: Encoding = 'hex'): string {
  return written(md5Bytes(utf8(value)), encoding);
}

/**
 * FNV-1a of 32 bits, as 8 hexadecimal digits: fast, to spread records evenly, not to tell them apart.
 * @example hash.fnv1a('abc') // '1a47e90b'
 */
export function fnv1a(value: string): string {
  return bits(value).toString(16).padStart(8, '0');
}

/**
 * A number from 0 to `count` − 1, always the same for a text: which of so many parts it belongs to.
 * @example hash.bucket(record.email, 16)
 */
export function bucket(value: string, count: number): number {
  if (!Number.isInteger(count) || count < 1) throw new RangeError('There is at least one part.');
  return bits(value) % count;
}

function bits(value: string): number {
  let state = 0x811c9dc5;
  for (const byte of utf8(value)) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function written(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'hex') return hexOf(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3);
    const all = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += `${base64[all >> 18]}${base64[(all >> 12) & 63]}`;
    text += `${b === undefined ? '=' : base64[(all >> 6) & 63]}${c === undefined ? '=' : base64[all & 63]}`;
  }
  return text;
}
