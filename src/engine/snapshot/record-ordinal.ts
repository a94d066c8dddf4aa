/** The upper and the lower part of a 64-bit number are 32 bits each. */
const PART = 2 ** 32;
/** The prime of 64-bit FNV is 2^40 and this. */
const PRIME = 0x1b3;

/**
 * A number of a record's key that JSON and PostgreSQL both hold exactly: the lower 52 bits of its 64-bit FNV-1a hash
 * (Fowler, Noll, Vo: http://www.isthe.com/chongo/tech/comp/fnv/) over its UTF-8 bytes.
 */
export function recordOrdinal(recordKey: string): number {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of Buffer.from(recordKey)) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * PRIME;
    high = (high * PRIME + Math.floor(product / PART) + ((mixed << 8) >>> 0)) % PART;
    low = product % PART;
  }
  return (high % 2 ** 20) * PART + low;
}
