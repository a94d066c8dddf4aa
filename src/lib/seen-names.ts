/** Bits of the filter: of 10,000,000 names some one in twenty is then taken for one that was there, of 1,000,000 next to none. */
const BITS = 2 ** 26;
const HASHES = 3;

/**
 * Tells of names whether they can have come before, in 8 MB for however many: a Bloom filter (B. H. Bloom, "Space/time
 * trade-offs in hash coding with allowable errors", 1970), its hashes two FNV-1a and multiples of the second.
 */
export class SeenNames {
  readonly #bits = new Uint32Array(BITS / 32);

  /** @returns false where the name has surely not been added before */
  add(name: string): boolean {
    let [one, two] = [0x811c9dc5, 0x9747b28c];
    for (let at = 0; at < name.length; at += 1) {
      const code = name.charCodeAt(at);
      one = Math.imul(one ^ code, 0x01000193);
      two = Math.imul(two ^ code, 0x01000193);
    }
    let seen = true;
    for (let n = 0; n < HASHES; n += 1) {
      const bit = ((one + n * (two | 1)) >>> 0) % BITS;
      const [word, mask] = [bit >>> 5, 1 << (bit & 31)];
      const held = this.#bits[word] ?? 0;
      if ((held & mask) === 0) seen = false;
      this.#bits[word] = held | mask;
    }
    return seen;
  }
}
