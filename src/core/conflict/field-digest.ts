import type { Value } from '../values/value.ts';

/**
 * A 64-bit digest of one value as 16 hexadecimal digits, `-` for null. Two FNV-1a lanes of 32 bits
 * over UTF-16 code units with different offsets (Fowler, Noll, Vo: http://www.isthe.com/chongo/tech/comp/fnv/),
 * each finished with MurmurHash3's mixer so that short values spread over all bits. Stored: it must never change.
 */
export function fieldDigest(value: Value): string {
  if (value === null) return '-';
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ (unit + index), 0x01000193);
  }
  return hex(mix(low ^ value.length)) + hex(mix(high));
}

function mix(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Two digits of each byte: many digests are made. */
const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex(part: number): string {
  return (
    (digits[part >>> 24] as string) +
    digits[(part >>> 16) & 255] +
    digits[(part >>> 8) & 255] +
    digits[part & 255]
  );
}
